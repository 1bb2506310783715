using System.Collections.Immutable;
using Archway.Judging.Sources.Data;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>The terms of which a node has to meet one for a pod to run there, and every pod that has them.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity"/></remarks>
internal sealed record RequiredAffinity(DataSequence Terms, ImmutableArray<PodPlace> Pods)
{
    private static readonly IEqualityComparer<DataSequence> ByReference = ReferenceEqualityComparer.Instance;

    /// <summary>Those of a document that speak of architectures.</summary>
    internal static IEnumerable<RequiredAffinity> Of(DataDocument document)
    {
        var text = DataText.Of(document);
        if (!text.Contains("nodeSelectorTerms", StringComparison.Ordinal) || !text.Contains(NodeLabels.Architecture, StringComparison.Ordinal)) return [];
        return PodPlaces.Of(document)
            .Where(pod => TermsOf(pod) is { Nodes.IsEmpty: false })
            .GroupBy(pod => TermsOf(pod)!, ByReference)
            .Select(pods => new RequiredAffinity(pods.Key, [.. pods]));
    }

    /// <summary>The expressions that keep pods off nodes of an architecture; none where a term lets them there.</summary>
    internal ImmutableArray<DataNode> Barring(string architecture)
    {
        var each = Terms.Nodes.Select(term => Expressions(term).FirstOrDefault(expression => Bars(expression, architecture))).ToArray();
        return each.Contains(null) ? [] : [.. each.OfType<DataNode>()];
    }

    /// <summary>Whether a term asks for nodes of Windows.</summary>
    internal bool AsksForWindows => Terms.Nodes.SelectMany(term => Expressions(term)).Any(expression =>
        expression["key"]?.Text is { } key && key.EndsWith("kubernetes.io/os", StringComparison.Ordinal) && Values(expression).Contains("windows"));

    /// <summary>The texts of an expression's values.</summary>
    internal static IEnumerable<string?> Values(DataNode expression) => expression["values"]?.Items.Select(value => value.Text) ?? [];

    private static ImmutableArray<DataNode> Expressions(DataNode term) => term["matchExpressions"]?.Items ?? [];

    private static bool Bars(DataNode expression, string architecture) => NodeLabels.IsArchitecture(expression["key"]?.Text)
        && (expression["operator"]?.Text, Values(expression).Contains(architecture)) is ("In", false) or ("NotIn", true);

    /// <summary>The terms of a pod; null where it has none.</summary>
    internal static DataSequence? TermsOf(PodPlace pod) =>
        // An affinity that others bring in by its name holds the same as a pod does.
        (pod.Node["affinity"]?["nodeAffinity"] ?? (pod.Place.Name == "affinity" ? null : pod.Node["nodeAffinity"]))
            ?["requiredDuringSchedulingIgnoredDuringExecution"]?["nodeSelectorTerms"] as DataSequence;
}
