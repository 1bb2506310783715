using System.Collections.Immutable;
using Archway.Placing.Scheduling;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>Reads what a pod's <c>spec</c> says to the scheduler. It reads what is there, whether or not an API server would take it.</summary>
public static class PodReader
{
    /// <summary>The pod of a <c>spec</c>.</summary>
    /// <param name="spec">The pod's <c>spec</c>, or that of a template.</param>
    /// <param name="labels">The labels of the pod, which <c>matchLabelKeys</c> are looked up in.</param>
    public static Pod Read(DataNode spec, IReadOnlyDictionary<string, string> labels)
    {
        return ReadPlace(spec) with
        {
            Requests = PodRequests.Of(spec),
            Gates = [.. (spec["schedulingGates"]?.Items ?? []).Select(gate => ScalarText.Of(gate["name"])).OfType<string>()],
            Spread = [.. (spec["topologySpreadConstraints"]?.Items ?? []).Select(one => Spread(one, labels))],
        };
    }

    /// <summary>The pod of a <c>spec</c> as far as it says where it may stand, and neither what it asks for nor how it is spread.</summary>
    /// <param name="spec">The pod's <c>spec</c>, or that of a template.</param>
    public static Pod ReadPlace(DataNode spec)
    {
        var affinity = spec["affinity"]?["nodeAffinity"];
        return new()
        {
            NodeSelector = Texts(spec["nodeSelector"]),
            RequiredTerms = affinity?["requiredDuringSchedulingIgnoredDuringExecution"] is DataMapping required
                ? [.. (required["nodeSelectorTerms"]?.Items ?? []).Select(Term)] : null,
            Preferences = [.. (affinity?["preferredDuringSchedulingIgnoredDuringExecution"]?.Items ?? []).Select(Preference)],
            Tolerations = [.. (spec["tolerations"]?.Items ?? []).Select(Toleration)],
            NodeName = ScalarText.Of(spec["nodeName"]) is { Length: > 0 } name ? name : null,
            Os = ScalarText.Of(spec["os"]?["name"]),
        };
    }

    /// <summary>A mapping of texts, as labels are.</summary>
    internal static IReadOnlyDictionary<string, string> Texts(DataNode? mapping)
    {
        if (mapping is not DataMapping { Entries.IsEmpty: false }) return ImmutableDictionary<string, string>.Empty;
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Members) texts[key.Value] = ScalarText.Of(value) ?? "";
        return texts;
    }

    internal static NodeTerm Term(DataNode term) => new(Requirements(term["matchExpressions"]), Requirements(term["matchFields"]));

    internal static LabelOperator? Operator(string? word) => word switch
    {
        "In" => LabelOperator.In,
        "NotIn" => LabelOperator.NotIn,
        "Exists" => LabelOperator.Exists,
        "DoesNotExist" => LabelOperator.DoesNotExist,
        "Gt" => LabelOperator.Gt,
        "Lt" => LabelOperator.Lt,
        _ => null,
    };

    private static ImmutableArray<LabelRequirement> Requirements(DataNode? several) => several is not DataSequence { Nodes: var nodes } ? [] :
        [.. nodes.Select(one => new LabelRequirement(ScalarText.Of(one["key"]) ?? "", Operator(ScalarText.Of(one["operator"])), Values(one["values"])))];

    private static ImmutableArray<string> Values(DataNode? values) => values is not DataSequence { Nodes: var nodes } ? [] : [.. nodes.Select(value => ScalarText.Of(value) ?? "")];

    private static NodePreference Preference(DataNode one) =>
        new((int)Math.Clamp(ScalarText.NumberOf(one["weight"]) ?? 0, 0, 100), one["preference"] is { } term ? Term(term) : new([], []));

    private static Toleration Toleration(DataNode one) => new(
        ScalarText.Of(one["key"]) ?? "", ScalarText.Of(one["operator"]) ?? "", ScalarText.Of(one["value"]) ?? "", ScalarText.Of(one["effect"]) ?? "");

    private static SpreadConstraint Spread(DataNode one, IReadOnlyDictionary<string, string> labels) => new()
    {
        TopologyKey = ScalarText.Of(one["topologyKey"]) ?? "",
        MaxSkew = (int)Math.Clamp(ScalarText.NumberOf(one["maxSkew"]) ?? 1, 1, int.MaxValue),
        IsRequired = ScalarText.Of(one["whenUnsatisfiable"]) is null or "DoNotSchedule",
        MinDomains = (int)Math.Clamp(ScalarText.NumberOf(one["minDomains"]) ?? 1, 1, int.MaxValue),
        Selector = one["labelSelector"] is DataMapping selector ? Selector(selector, one["matchLabelKeys"], labels) : null,
        HeedsAffinity = ScalarText.Of(one["nodeAffinityPolicy"]) is not "Ignore",
        HeedsTaints = ScalarText.Of(one["nodeTaintsPolicy"]) is "Honor",
    };

    internal static ImmutableArray<LabelRequirement> Selector(DataMapping selector, DataNode? keys, IReadOnlyDictionary<string, string> labels) =>
    [
        .. Texts(selector["matchLabels"]).Select(label => Equal(label.Key, label.Value)),
        .. Requirements(selector["matchExpressions"]),
        .. from key in Values(keys) where labels.ContainsKey(key) select Equal(key, labels[key]),
    ];

    private static LabelRequirement Equal(string key, string value) => new(key, LabelOperator.In, [value]);
}
