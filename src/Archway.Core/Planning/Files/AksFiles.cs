using static Archway.Planning.Files.NodeText;

namespace Archway.Planning.Files;

/// <summary>Node pools of Azure Kubernetes Service.</summary>
/// <remarks><see href="https://learn.microsoft.com/azure/aks/use-arm64-vms"/></remarks>
internal static class AksFiles
{
    internal static IEnumerable<PlanFile> Of(NodePlan plan)
    {
        yield return new("node-pools.sh", $$"""
            #!/bin/sh
            # Makes the node pools; back again: az aks nodepool delete --name {{NameOf(plan.Groups[0])}} …
            # Run it with the cluster's resource group: sh node-pools.sh my-group
            set -eu
            resources=${1:?the resource group of the cluster}
            {{string.Join("\n", plan.Groups.Select(group => Pool(plan, group)))}}

            """.ReplaceLineEndings("\n"), "the node pools, by az");
    }

    private static string Pool(NodePlan plan, NodeGroup group) => $"""
        az aks nodepool add --resource-group "$resources" --cluster-name {Shell(plan.Cluster)} --name {Shell(NameOf(group))} \
          --node-vm-size {Shell(group.MachineTypes[0])} --os-type Linux --node-count {Number(group.Desired)} \
          --enable-cluster-autoscaler --min-count {Number(group.Min)} --max-count {Number(Math.Max(1, group.Max))}{Options(group)}
        """.ReplaceLineEndings("\n");

    // Twelve letters and digits at most.
    private static string NameOf(NodeGroup group) => group.Name.Replace("-", "", StringComparison.Ordinal) is var name && name.Length > 12 ? name[..12] : name;

    private static string Options(NodeGroup group)
    {
        string[] more =
        [
            .. group.Labels.Count > 0 ? [$"--labels {string.Join(' ', group.Labels.Select(label => Shell($"{label.Key}={label.Value}")))}"] : (string[])[],
            .. group.Taints.IsEmpty ? [] : (string[])[$"--node-taints {Shell(string.Join(',', group.Taints.Select(OfKubelet)))}"],
            .. group.IsSpot ? ["--priority Spot --eviction-policy Delete --spot-max-price -1"] : (string[])[],
        ];
        return string.Concat(more.Select(option => $" \\\n  {option}"));
    }
}
