using Archway.Judging.Sources.Data;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>An image that a pod runs, named for amd64: <c>metrics-server-amd64:v0.3.6</c>.</summary>
internal sealed class K103ImageOfAmd64() : DataRule("K103", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context) =>
        context.Lacking(Architectures.LinuxAmd64) is { } lacking
            ? ImageOfAmd64.In(document, IsOfKubernetes).Select(found => Found(found, document.Source, lacking)) : [];

    // A kustomization names the image that stands in its resources.
    private static bool IsOfKubernetes(ImageOccurrence place) => place.Kind is OccurrenceKind.KubernetesContainer or OccurrenceKind.KubernetesField
        or OccurrenceKind.KubernetesArgumentOrEnvironment or OccurrenceKind.KubernetesAnnotation or OccurrenceKind.KustomizePatch or OccurrenceKind.HelmValues;
}
