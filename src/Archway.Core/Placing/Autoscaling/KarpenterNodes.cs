using System.Collections.Immutable;
using System.Globalization;
using Archway.Judging.Sources.Nodes;
using Archway.Oci.Platforms;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Placing.Autoscaling;

/// <summary>The nodes that a pool of Karpenter would make.</summary>
/// <remarks>
/// Of each architecture that its requirements leave there are some, Arm first as the cheaper; all other labels are what the pod needs, within the pool's
/// requirements. How large a node is, Karpenter decides by what waits, so that here it has room for all:
/// <see href="https://karpenter.sh/docs/concepts/nodepools/"/>.
/// </remarks>
internal static class KarpenterNodes
{
    // Pods that are spread over nodes want several.
    private const int OfEach = 10;
    private const string Zone = "topology.kubernetes.io/zone";
    private static readonly string[] Architectures = ["arm64", "amd64"];

    /// <summary>Whether a resource is a pool.</summary>
    internal static bool IsPool(DataNode resource) =>
        Resource.Is(resource) && Resource.GroupOf(resource) == "karpenter.sh" && resource["kind"]?.Text == "NodePool";

    /// <summary>The nodes of a pool.</summary>
    internal static IEnumerable<Node> Of(SourceText source, DataNode pool, ICollection<string> remarks)
    {
        if (ScalarText.Of(pool["metadata"]?["name"]) is not { } name) yield break;
        var weight = (int)Math.Clamp(ScalarText.NumberOf(pool["spec"]?["weight"]) ?? 0, 0, 100);
        var template = pool["spec"]?["template"];
        var asked = PoolRequirement.Of(source, pool);
        var architectures = Architectures.Where(architecture => asked.All(one => one.LeavesArchitecture(architecture))).ToArray();
        if (architectures.Length == 0) remarks.Add($"the pool {name} can make no node: its requirements leave no architecture");
        var systems = asked.Where(one => one.Key == "kubernetes.io/os").ToArray();
        var system = systems.All(one => one.Takes("linux")) ? "linux" : "windows";
        var zones = asked.FirstOrDefault(one => one.Key == Zone && one.Names)?.Values ?? [];
        ImmutableArray<LabelRequirement> requirements = [.. asked.Select(Requirement).OfType<LabelRequirement>()];
        foreach (var architecture in architectures)
            for (var i = 1; i <= OfEach; i++)
            {
                var own = string.Create(CultureInfo.InvariantCulture, $"{name}-{architecture}-{i}");
                Dictionary<string, string> labels = new(PodReader.Texts(template?["metadata"]?["labels"]), StringComparer.Ordinal)
                {
                    [ArchitectureLabel.Name] = architecture,
                    [ArchitectureLabel.OldName] = architecture,
                    ["kubernetes.io/os"] = system,
                    ["karpenter.sh/nodepool"] = name,
                    ["kubernetes.io/hostname"] = own,
                };
                // Pods that are spread over zones want some of each.
                if (!zones.IsEmpty) labels[Zone] = zones[(i - 1) % zones.Length];
                yield return new()
                {
                    Name = own,
                    Group = name,
                    IsPotential = true,
                    Labels = labels,
                    // Those of the start are gone before pods come.
                    Taints = NodeReader.TaintsOf(template?["spec"]?["taints"]),
                    Choices = new(requirements),
                    Platform = Platform.Of(system, architecture),
                    Weight = weight,
                };
            }
    }

    private static LabelRequirement? Requirement(PoolRequirement one) => one.Operator switch
    {
        "Gte" or "Lte" => one.Values is [var bound] && LabelText.Number(bound) is { } number and > long.MinValue and < long.MaxValue
            ? new(one.Key, one.Operator == "Gte" ? LabelOperator.Gt : LabelOperator.Lt, [(one.Operator == "Gte" ? number - 1 : number + 1).ToString(CultureInfo.InvariantCulture)]) : null,
        var how => PodReader.Operator(how) is { } known ? new(one.Key, known, one.Values) : null,
    };
}
