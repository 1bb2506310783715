using static Archway.Planning.Files.NodeText;

namespace Archway.Planning.Files;

/// <summary>Node pools of Google Kubernetes Engine, which gives Arm nodes the taint <c>kubernetes.io/arch=arm64:NoSchedule</c> by itself.</summary>
/// <remarks><see href="https://cloud.google.com/kubernetes-engine/docs/how-to/prepare-arm-workloads-for-deployment"/></remarks>
internal static class GkeFiles
{
    internal static IEnumerable<PlanFile> Of(NodePlan plan)
    {
        yield return new("node-pools.sh", $"""
            #!/bin/sh
            # Makes the node pools; back again: gcloud container node-pools delete {plan.Groups[0].Name} --cluster … --location …
            # Google gives Arm nodes the taint kubernetes.io/arch=arm64:NoSchedule by itself; the plan's changes let pods onto them.
            set -eu
            {string.Join("\n", plan.Groups.Select(group => Pool(plan, group)))}

            """.ReplaceLineEndings("\n"), "the node pools, by gcloud");
    }

    private static string Pool(NodePlan plan, NodeGroup group) => $"""
        gcloud container node-pools create {Shell(group.Name)} --cluster {Shell(plan.Cluster)} --location {Shell(plan.Region)} \
          --machine-type {Shell(group.MachineTypes[0])} --num-nodes {Number(group.Desired)} \
          --enable-autoscaling --total-min-nodes {Number(group.Min)} --total-max-nodes {Number(Math.Max(1, group.Max))}{Options(group)}
        """.ReplaceLineEndings("\n");

    private static string Options(NodeGroup group)
    {
        // The taint that is there by itself is refused when it is asked for.
        var taints = group.Taints.Except(group.OwnTaints).Select(OfKubelet).ToArray();
        string[] more =
        [
            .. group.Labels.Count > 0 ? [$"--node-labels {Shell(string.Join(',', group.Labels.Select(label => $"{label.Key}={label.Value}")))}"] : (string[])[],
            .. taints.Length > 0 ? [$"--node-taints {Shell(string.Join(',', taints))}"] : (string[])[],
            .. group.IsSpot ? ["--spot"] : (string[])[],
        ];
        return string.Concat(more.Select(option => $" \\\n  {option}"));
    }
}
