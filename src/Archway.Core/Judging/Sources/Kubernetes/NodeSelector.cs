using System.Collections.Immutable;
using Archway.Judging.Sources.Data;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Helm;
using Archway.Reading.Kubernetes;
using Archway.Reading.Kustomize;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A <c>nodeSelector</c>, and every pod that has it: several where an alias repeats it.</summary>
internal sealed record NodeSelector(DataMapping Labels, ImmutableArray<PodPlace> Pods)
{
    private static readonly IEqualityComparer<DataMapping> ByReference = ReferenceEqualityComparer.Instance;

    /// <summary>Those of a document that ask for nodes of amd64 alone, as far as nothing says that others like them ask for the rest.</summary>
    internal static IEnumerable<NodeSelector> OfAmd64(DataDocument document)
    {
        if (document.Format is not (KubernetesFormat or HelmValuesFormat or FleetFile or KustomizeFormat)) return [];
        var text = DataText.Of(document);
        if (!text.Contains("nodeSelector", StringComparison.Ordinal) || !text.Contains(NodeLabels.Architecture, StringComparison.Ordinal)) return [];
        return PodPlaces.Of(document)
            .Where(pod => pod.Node["nodeSelector"] is DataMapping labels && !NodeLabels.AsksForWindows(labels))
            .GroupBy(pod => (DataMapping)pod.Node["nodeSelector"]!, ByReference)
            .Select(pods => new NodeSelector(pods.Key, [.. pods]))
            .Where(selector => !selector.Architectures.IsEmpty && !selector.Pods.Any(pod => pod.IsNamedForArchitecture))
            .Where(_ => !ArchitectureSiblings.SelectOthers(document.Source));
    }

    /// <summary>The members that ask for amd64.</summary>
    internal ImmutableArray<DataMember> Architectures =>
        [.. Labels.Entries.Where(label => NodeLabels.IsArchitecture(label.Key.Value) && label.Value.Text == Data.Architectures.Amd64
            && label.Key.Start >= Labels.Start)];

    /// <summary>The images that have to run elsewhere too before the architecture may go.</summary>
    internal ImmutableArray<ImageReference> Images => [.. Pods.SelectMany(pod => pod.Images).Distinct()];

    /// <summary>Why those may not be all; null when they are.</summary>
    internal string? Doubt => Pods.Select(pod => pod.Doubt).FirstOrDefault(doubt => doubt is not null);

    /// <summary>The edits that take the architecture off; none where that is no matter of lines alone.</summary>
    /// <param name="source">The text.</param>
    /// <param name="keepsKey">Whether the selector is kept without members, for whoever looks into it.</param>
    internal ImmutableArray<Edit> WithoutArchitecture(SourceText source, bool keepsKey)
    {
        if (Architectures is var gone && gone.Length < Labels.Entries.Length)
        {
            // Two neighbours in one line go one after the other.
            var edits = gone.Take(DataText.IsFlow(source, Labels) ? 1 : gone.Length).Select(label => DataEdits.Remove(source, Labels, label)).ToArray();
            return edits.Contains(null) ? [] : [.. edits.OfType<Edit>()];
        }

        var edit = !keepsKey && Pods is [{ Node: DataMapping pod }] && pod.Find("nodeSelector") is { } member ? DataEdits.Remove(source, pod, member) : null;
        edit ??= DataEdits.Empty(source, Labels);
        return edit is null ? [] : [edit];
    }
}
