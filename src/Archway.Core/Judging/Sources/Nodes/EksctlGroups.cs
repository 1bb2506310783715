using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Archway.Judging.Sources.Data;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Nodes;

/// <summary>The groups of a file of eksctl.</summary>
/// <remarks><see href="https://eksctl.io/usage/schema/"/></remarks>
internal static partial class EksctlGroups
{
    private const int CountWithout = 2;
    private static readonly string[] OfKubelet = ["kubelet", "node_labels", "node-labels", "node_taints"];

    /// <summary>Those of a document.</summary>
    internal static IEnumerable<NodeGroup> In(SourceDocument document)
    {
        if (document is not DataDocument { Root: var root } data || !Resource.Is(root) || Resource.GroupOf(root) != "eksctl.io" || root["kind"]?.Text != "ClusterConfig") yield break;
        var isAutoscaled = LetsScale().IsMatch(DataText.Of(data)) || DataText.Of(data).Contains(AutoscalerTag.Prefix, StringComparison.Ordinal);
        foreach (var group in root["nodeGroups"]?.Items ?? [])
            if (group is DataMapping mapping) yield return Of(data.Source, mapping, NodeGroupKind.Eksctl, isAutoscaled);
        foreach (var group in root["managedNodeGroups"]?.Items ?? [])
            if (group is DataMapping mapping) yield return Of(data.Source, mapping, NodeGroupKind.EksctlManaged, isAutoscaled);
    }

    private static NodeGroup Of(SourceText source, DataMapping group, NodeGroupKind kind, bool isAutoscaled)
    {
        DataNode[] types = [.. (group["instancesDistribution"]?["instanceTypes"] ?? group["instanceTypes"])?.Items ?? [],
            .. ((DataNode?[])[group["instanceType"]]).OfType<DataNode>().Where(type => type.Text is not ("mixed" or ""))];
        WrittenWord[] written = [.. types.Select(type => WrittenWord.Of(source, type)).OfType<WrittenWord>()];
        var (labels, knowsLabels) = Settings(source, group["labels"]);
        var (taints, knowsTaints) = Taints(source, group["taints"]);
        var propagates = WrittenWord.Of(source, group["propagateASGTags"]) is { Value: "true" } word ? word : null;
        // Tags of a group of EKS stay with it, unless eksctl is told to bring them to its Auto Scaling group.
        var (tags, knowsTags) = kind == NodeGroupKind.EksctlManaged && propagates is null ? ([], true) : Settings(source, group["tags"]);
        return new()
        {
            Source = source,
            Name = WrittenWord.Of(source, group["name"])?.Value,
            Count = CountOf(group["desiredCapacity"]) ?? CountOf(group["minSize"]) ?? CountWithout,
            Most = CountOf(group["maxSize"]),
            Kind = kind,
            Types = [.. written],
            KnowsTypes = written.Length == types.Length && group["instanceSelector"] is null && group["launchTemplate"] is null,
            Image = WrittenWord.Of(source, group["ami"]),
            Labels = labels,
            Taints = taints,
            // A script of the user's own tells the kubelet what it will.
            KnowsSettings = knowsLabels && knowsTaints && group["overrideBootstrapCommand"] is null && group["kubeletExtraConfig"]?["registerWithTaints"] is null
                && !(group["preBootstrapCommands"]?.Items ?? []).Any(command => command.Text is null || OfKubelet.Any(word => command.Text.Contains(word, StringComparison.OrdinalIgnoreCase))),
            Tags = tags,
            KnowsTags = knowsTags,
            MayBeEmpty = Least(group),
            IsAutoscaled = isAutoscaled,
            Propagates = propagates,
            AddTags = more => Add(source, group, more),
        };
    }

    /// <summary>A count that is written out; null where there is none.</summary>
    internal static int? CountOf(DataNode? node) =>
        node is DataScalar { Tag: null } scalar && int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    // Without either there are two nodes.
    private static bool? Least(DataMapping group) => (group["minSize"] ?? group["desiredCapacity"]) switch
    {
        null => false,
        DataScalar { Tag: null, Value: "0" } => true,
        DataScalar { Tag: null, Value: var value } when value.All(char.IsAsciiDigit) => false,
        _ => null,
    };

    private static (ImmutableArray<NodeSetting>, bool IsWhole) Settings(SourceText source, DataNode? mapping)
    {
        if (mapping is null or DataScalar { IsNull: true }) return ([], true);
        NodeSetting?[] all = [.. mapping.Members.Take(NodeGroup.MostSettings).Select(member => WrittenWord.Of(source, member.Value) is { } value ? new NodeSetting(member.Key.Value, value.Value, value) : null)];
        return ([.. all.OfType<NodeSetting>()], mapping is DataMapping { Entries.Length: <= NodeGroup.MostSettings } && !all.Contains(null));
    }

    private static (ImmutableArray<NodeSetting>, bool IsWhole) Taints(SourceText source, DataNode? taints)
    {
        if (taints is null or DataScalar { IsNull: true }) return ([], true);
        NodeSetting?[] all = taints is DataMapping
            ? [.. taints.Members.Take(NodeGroup.MostSettings).Select(member => WrittenWord.Of(source, member.Value) is { } value && AutoscalerTag.TaintOf(value.Value) is var (text, effect)
                ? new NodeSetting(member.Key.Value, text, value) { Effect = effect } : null)]
            : [.. taints.Items.Take(NodeGroup.MostSettings).Select(taint => Taint(source, taint))];
        return ([.. all.OfType<NodeSetting>()], taints is not DataScalar && all.Length < NodeGroup.MostSettings && !all.Contains(null));
    }

    private static NodeSetting? Taint(SourceText source, DataNode taint) =>
        WrittenWord.Of(source, taint["key"]) is { } key && WrittenWord.Of(source, taint["effect"]) is { } effect
        && (taint["value"] is null or DataScalar { IsNull: true } || WrittenWord.Of(source, taint["value"]) is not null)
            ? new NodeSetting(key.Value, WrittenWord.Of(source, taint["value"])?.Value ?? "", key) { Effect = effect.Value } : null;

    private static Edit? Add(SourceText source, DataMapping group, ImmutableArray<(string Key, string Value)> more)
    {
        if (DataText.IsFlow(source, group) || more.Any(tag => !IsPlain(tag.Key) || !tag.Value.All(c => c is not ('"' or '\\') && !char.IsControl(c)))) return null;
        if (group.Find("tags") is { } tags)
            return tags.Value is DataMapping { Entries: [var first, ..] } mapping && !DataText.IsFlow(source, mapping) && first.Key.Start >= mapping.Start
                ? Lines(source, first.Key.Start, more) : null;
        (string, string)[] quoted = [.. more.Select(tag => (tag.Key, $"\"{tag.Value}\""))];
        // The first member stands behind the dash.
        return group.Entries.Where(member => member.Key.Value is "labels" or "taints" or "propagateASGTags")
            .Select(member => DataEdits.InsertBefore(source, group, member, "tags", quoted)).FirstOrDefault(edit => edit is not null);
    }

    private static Edit? Lines(SourceText source, int start, ImmutableArray<(string Key, string Value)> more)
    {
        var lead = source.Text[DataText.LineStart(source, start)..start];
        return string.IsNullOrWhiteSpace(lead)
            ? Edit.Of(source, start, 0, string.Concat(more.Select(tag => $"{tag.Key}: \"{tag.Value}\"{DataText.LineEndAt(source, start)}{lead}"))) : null;
    }

    private static bool IsPlain(string key) => key.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_');

    // A group's own policy, or the well-known one of a service account.
    [GeneratedRegex("""autoScaler["']?:[ \t]*true""", RegexOptions.CultureInvariant)]
    private static partial Regex LetsScale();
}
