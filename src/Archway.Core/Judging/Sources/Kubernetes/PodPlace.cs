using System.Collections.Immutable;
using Archway.Judging.Sources.Data;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A pod or a template for pods; or what says where pods run, and leaves to others which containers they have.</summary>
internal sealed class PodPlace(DataDocument document, DataPlace place)
{
    private (ImmutableArray<ImageReference> Known, string? Doubt)? _images;

    internal DataPlace Place { get; } = place;

    internal DataNode Node => Place.Node;

    /// <summary>Whether its containers stand in it.</summary>
    internal bool HasContainers => Node["containers"] is DataSequence { Nodes: [DataMapping, ..] };

    /// <summary>The images that it runs, as far as they can be told.</summary>
    internal ImmutableArray<ImageReference> Images => (_images ??= FindImages()).Known;

    /// <summary>Why those are not all of them, or may not be; null when they are.</summary>
    internal string? Doubt => (_images ??= FindImages()).Doubt;

    /// <summary>Whether its own words keep it off nodes of an architecture.</summary>
    internal bool IsKeptOff(string architecture)
    {
        if (Node["nodeName"] is not null) return true;
        if (Node["nodeSelector"] is { } labels
            && (labels.Members.Any(label => NodeLabels.IsArchitecture(label.Key.Value) && label.Value.Text != architecture)
                || NodeLabels.AsksForWindows(labels))) return true;
        return RequiredAffinity.TermsOf(this) is { } terms && !new RequiredAffinity(terms, [this]).Barring(architecture).IsEmpty;
    }

    /// <summary>Whether a name around it says that it is for one architecture, as one of several that differ in nothing else.</summary>
    internal bool IsNamedForArchitecture =>
        NamesArchitecture(document.Source.Name) || NamesArchitecture(document.Source.Folder)
        || Place.Outwards.Any(around => NamesArchitecture(around.Member?.Key.Value) || NamesArchitecture(around.Node["name"]?.Text)
            || (Resource.Is(around.Node) && NamesArchitecture(Resource.NameOf(around.Node))));

    /// <summary>Whether it stands in what a resource gives a chart, which places pods as the chart's templates say.</summary>
    internal bool IsGivenToChart => Place.Outwards.Any(around => around.Name is "values" or "valuesObject" && around.Around is { } holder
        && holder.Outwards.Any(outer => Resource.Is(outer.Node) && Resource.IsRelease(outer.Node)));

    private static bool NamesArchitecture(string? name) =>
        name is not null && (name.Contains("amd64", StringComparison.OrdinalIgnoreCase) || name.Contains("x86", StringComparison.OrdinalIgnoreCase));

    private (ImmutableArray<ImageReference>, string?) FindImages()
    {
        // What says where pods run may stand apart from the images, beside them within something larger.
        var within = HasContainers ? Place : Place.Outwards.FirstOrDefault(around => around.Node is DataMapping && Within(around.Node).Any());
        if (within is null) return ([], "which images it places is not written here");
        ImageOccurrence[] places = [.. Within(within.Node)];
        var known = places.Select(place => place.Image).OfType<ImageReference>().Distinct().ToImmutableArray();
        if (places.FirstOrDefault(place => place.Image is null) is { } unresolved) return (known, $"it cannot be told which image '{unresolved.Written}' is");
        if (!HasContainers) return (known, "it may place other images than those written here");
        var containers = Node["containers"]!.Items.Length + (Node["initContainers"]?.Items.Length ?? 0);
        return (known, places.Length < containers ? "the image of a container is not written here" : null);
    }

    // What an operator is told to run, it runs in pods of its own.
    private IEnumerable<ImageOccurrence> Within(DataNode node) => ImagesWithin.Of(document, node)
        .Where(place => place.Kind is not (OccurrenceKind.KubernetesArgumentOrEnvironment or OccurrenceKind.KubernetesAnnotation));
}
