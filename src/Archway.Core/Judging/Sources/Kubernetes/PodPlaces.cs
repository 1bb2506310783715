using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Helm;
using Archway.Reading.Kubernetes;
using Archway.Reading.Kustomize;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>The pods of a document, and what says where pods run: in resources of whatever kind, patches, and the values of charts.</summary>
internal static class PodPlaces
{
    // Every rule about pods looks at the same ones.
    private static readonly ConditionalWeakTable<DataDocument, StrongBox<ImmutableArray<PodPlace>>> OfDocument = [];

    /// <summary>Those of a document, in the order of the text.</summary>
    internal static ImmutableArray<PodPlace> Of(DataDocument document) =>
        document.Format is KubernetesFormat or HelmValuesFormat or FleetFile or KustomizeFormat
            ? OfDocument.GetValue(document, one => new([.. Find(one)])).Value
            : [];

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

    /// <summary>Whether a part is none that somebody wrote to say where pods run: what a controller reports, and what only tells of fields.</summary>
    private static bool IsNobodys(DataPlace place) =>
        Resource.IsDefinition(place.Node) || (place.Member?.Key.Value == "status" && Resource.Is(place.Around!.Node));

    /// <summary>The patches that are written as texts in a kustomization.</summary>
    private static IEnumerable<DataNode> Patches(DataDocument document) =>
        from name in (string[])["patches", "patchesStrategicMerge"]
        from item in (document.Root["spec"] ?? document.Root)[name]?.Items ?? []
        where (item as DataScalar ?? item["patch"]) is DataScalar
        from patch in EmbeddedYaml.Read(document.Source, (DataScalar)(item as DataScalar ?? item["patch"])!)
        select patch;
}
