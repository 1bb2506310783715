using System.Collections.Immutable;
using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Helm;
using Archway.Reading.Kubernetes;
using Archway.Reading.Kustomize;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>The pods of a document, and what says where pods run: in resources of whatever kind, patches, and the values of charts.</summary>
internal static class PodPlaces
{
    // Every rule about pods looks at the same ones, one document after the other.
    [ThreadStatic] private static (WeakReference<DataDocument> Document, ImmutableArray<PodPlace> Pods) _last;

    /// <summary>Those of a document, in the order of the text.</summary>
    internal static ImmutableArray<PodPlace> Of(DataDocument document)
    {
        if (document.Format is not (KubernetesFormat or HelmValuesFormat or FleetFile or KustomizeFormat)) return [];
        if (_last.Document?.TryGetTarget(out var last) != true || !ReferenceEquals(last, document)) _last = (new(document), [.. Find(document)]);
        return _last.Pods;
    }

    /// <summary>The pods of a document that stand in it as a whole.</summary>
    internal static IEnumerable<PodPlace> WithContainers(DataDocument document) =>
        document.Format is KubernetesFormat && DataText.Of(document).Contains("containers", StringComparison.Ordinal)
            ? Of(document).Where(pod => pod.HasContainers && !pod.IsGivenToChart)
            : [];

    private static IEnumerable<PodPlace> Find(DataDocument document) => document.Format is KustomizeFormat
        ? Patches(document).SelectMany(patch => Find(document, patch))
        : Find(document, document.Root);

    private static IEnumerable<PodPlace> Find(DataDocument document, DataNode root) => DataWalk.Places(document, root, IsNobodys)
        .Where(place => place.Node.Members.Any(SaysWhere))
        .Select(place => new PodPlace(document, place));

    private static bool SaysWhere(DataMember member) =>
        member is { Key.Value: "containers" or "nodeSelector" or "affinity" or "nodeAffinity" or "tolerations", Value: not DataScalar };

    /// <summary>Whether a part says nothing of where pods run: what lies within a container, what a controller reports, and what only tells of fields.</summary>
    private static bool IsNobodys(DataPlace place) => place.Member?.Key.Value switch
    {
        null => Resource.IsDefinition(place.Node),
        "metadata" or "containers" or "initContainers" or "volumes" or "env" or "resources" or "ports" => true,
        "status" => Resource.Is(place.Around!.Node),
        _ => false,
    };

    /// <summary>The patches that are written as texts in a kustomization.</summary>
    private static IEnumerable<DataNode> Patches(DataDocument document) =>
        from name in (string[])["patches", "patchesStrategicMerge"]
        from item in (document.Root["spec"] ?? document.Root)[name]?.Items ?? []
        where (item as DataScalar ?? item["patch"]) is DataScalar
        from patch in EmbeddedYaml.Read(document.Source, (DataScalar)(item as DataScalar ?? item["patch"])!)
        select patch;
}
