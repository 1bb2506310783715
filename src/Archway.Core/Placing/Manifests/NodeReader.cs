using System.Collections.Immutable;
using System.Globalization;
using Archway.Oci.Platforms;
using Archway.Placing.Autoscaling;
using Archway.Placing.Scheduling;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>Reads nodes: <c>Node</c> resources, as <c>kubectl get nodes -o json</c> writes them, groups that nodes come from, and the files of autoscalers.</summary>
/// <remarks>
/// A group has a <c>name</c>, and where it needs them <c>labels</c>, <c>taints</c>, <c>allocatable</c>, the <c>count</c> of nodes that it has now, and the
/// <c>max</c> that it may have. The nodes above the count come where a pod fits on no other.
/// </remarks>
public static class NodeReader
{
    private const int Most = 50_000;

    /// <summary>The nodes of a file, in its order, without what is told of autoscalers.</summary>
    /// <param name="source">The file.</param>
    /// <param name="problems">Where what cannot be read is told.</param>
    public static ImmutableArray<Node> Read(SourceText source, ICollection<DataProblem> problems) => Read(source, problems, []);

    /// <summary>The nodes of a file, in its order.</summary>
    /// <param name="source">The file.</param>
    /// <param name="problems">Where what cannot be read is told.</param>
    /// <param name="remarks">Where is told what an autoscaler passes over.</param>
    public static ImmutableArray<Node> Read(SourceText source, ICollection<DataProblem> problems, ICollection<string> remarks)
    {
        List<Node> nodes = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var document in ManifestText.Documents(source, problems))
            foreach (var node in Nodes(source, document, problems, remarks))
            {
                if (nodes.Count == Most)
                {
                    problems.Add(new(source.Span(document.Start, 0), $"there are more than {Most} nodes"));
                    return [.. nodes];
                }

                if (names.Add(node.Name)) nodes.Add(node);
                else problems.Add(new(source.Span(document.Start, 0), $"there are two nodes named '{node.Name}'"));
            }

        return [.. nodes];
    }

    /// <summary>The nodes of all files together: what is there, in the order of the files, then what Karpenter's pools would make, the heaviest first.</summary>
    /// <remarks>Where nodes are told of by themselves, those are what is there, and of groups only those count that may come.</remarks>
    public static ImmutableArray<Node> Joined(IReadOnlyCollection<Node> nodes)
    {
        var areTold = nodes.Any(node => node is { Group: null, IsPotential: false });
        return [.. nodes.Where(node => !areTold || node.Group is null || node.IsPotential)
            .OrderBy(node => node.Choices is not null).ThenByDescending(node => node.Weight)
            .ThenByDescending(node => node.Choices is null ? "" : node.Group, StringComparer.Ordinal)];
    }

    /// <summary>The taints of a list.</summary>
    internal static ImmutableArray<Taint> TaintsOf(DataNode? taints) => [.. Taints(taints)];

    private static IEnumerable<Node> Nodes(SourceText source, DataNode document, ICollection<DataProblem> problems, ICollection<string> remarks) =>
        document["groups"] is DataSequence groups ? groups.Nodes.SelectMany(group => OfGroup(source, group, problems))
        : AutoscalingGroups.Are(document) ? AutoscalingGroups.In(source, document, remarks, Most + 1)
        : OfResources(document).Concat(ManifestText.Resources(document).Where(KarpenterNodes.IsPool).SelectMany(pool => KarpenterNodes.Of(source, pool, remarks)));

    /// <summary>The node that a resource is; null where it has no name.</summary>
    internal static Node? Of(DataNode resource) => OfResources(resource).FirstOrDefault();

    private static IEnumerable<Node> OfResources(DataNode document) =>
        from resource in ManifestText.Resources(document)
        where ScalarText.Of(resource["kind"]) is "Node" or null && ScalarText.Of(resource["metadata"]?["name"]) is not null
        select OfResource(resource);

    private static Node OfResource(DataNode resource)
    {
        var (labels, status, spec) = (PodReader.Texts(resource["metadata"]?["labels"]), resource["status"], resource["spec"]);
        var told = status?["nodeInfo"];
        return new()
        {
            Name = ScalarText.Of(resource["metadata"]?["name"])!,
            Labels = labels,
            Taints = [.. Taints(spec?["taints"])],
            IsUnschedulable = spec?["unschedulable"]?.Text == "true",
            Allocatable = PodRequests.Amounts(status?["allocatable"] ?? status?["capacity"]),
            Platform = Platform(ScalarText.Of(told?["operatingSystem"]), ScalarText.Of(told?["architecture"]), labels),
        };
    }

    private static IEnumerable<Node> OfGroup(SourceText source, DataNode group, ICollection<DataProblem> problems)
    {
        if (ScalarText.Of(group["name"]) is not { } name)
        {
            problems.Add(new(source.Span(group.Start, 0), "the group has no name"));
            yield break;
        }

        var count = Math.Clamp(ScalarText.NumberOf(group["count"]) ?? 0, 0, Most + 1);
        var most = Math.Clamp(ScalarText.NumberOf(group["max"]) ?? Math.Max(count, 1), count, Most + 1);
        var labels = Reconciled(PodReader.Texts(group["labels"]));
        Node one = new()
        {
            Name = name,
            Labels = labels,
            Taints = [.. Taints(group["taints"])],
            Allocatable = PodRequests.Amounts(group["allocatable"]),
            Platform = Platform(null, null, labels),
        };
        foreach (var (at, problem) in NodeGroupText.Problems(group)) problems.Add(new(source.Span(at.Start, at.Length), problem));
        for (var i = 1; i <= most; i++)
        {
            var own = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
            yield return one with { Name = own, IsPotential = i > count, Labels = new Dictionary<string, string>(labels, StringComparer.Ordinal) { ["kubernetes.io/hostname"] = own } };
        }
    }

    // What a group's nodes have once they are there: a kubelet sets the labels of today, and the control plane keeps those of before 1.14 the same
    // (labelReconcileInfo of the node lifecycle controller). A Node is taken at its word.
    private static Dictionary<string, string> Reconciled(IReadOnlyDictionary<string, string> told)
    {
        Dictionary<string, string> labels = new(told, StringComparer.Ordinal);
        foreach (var (now, before) in (ReadOnlySpan<(string, string)>)[(ArchitectureLabel.Name, ArchitectureLabel.OldName), ("kubernetes.io/os", "beta.kubernetes.io/os")])
            if (labels.TryGetValue(now, out var value)) labels[before] = value;
            else if (labels.TryGetValue(before, out var old)) labels[now] = old;
        return labels;
    }

    private static IEnumerable<Taint> Taints(DataNode? taints) => (taints?.Items ?? []).Select(taint => taint is DataScalar text
        ? Taint.Read(text.Value).Value
        : new(ScalarText.Of(taint["key"]) ?? "", ScalarText.Of(taint["value"]) ?? "", ScalarText.Of(taint["effect"]) ?? "")).OfType<Taint>();

    // What the kubelet reports is so; labels may be written by anyone, and are what there is where nothing reports.
    private static Platform? Platform(string? os, string? architecture, IReadOnlyDictionary<string, string> labels)
    {
        architecture ??= labels.GetValueOrDefault(ArchitectureLabel.Name) ?? labels.GetValueOrDefault(ArchitectureLabel.OldName);
        os ??= labels.GetValueOrDefault("kubernetes.io/os") ?? labels.GetValueOrDefault("beta.kubernetes.io/os") ?? "linux";
        return architecture is null ? null : Oci.Platforms.Platform.Read($"{os}/{architecture}{(architecture == "arm" ? "/v7" : "")}").Value;
    }
}
