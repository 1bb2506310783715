using System.Collections.Immutable;
using Archway.Oci;
using Archway.Oci.References;
using Archway.Placing.Images;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>The images that a pod's <c>spec</c> names: those of all its containers, and those that it mounts.</summary>
public static class PodImages
{
    private static readonly string[] Lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>The images, in the order in which they are started.</summary>
    /// <param name="source">The text that the pod stands in.</param>
    /// <param name="spec">The pod's <c>spec</c>, or that of a template.</param>
    public static ImmutableArray<PodImage> Of(SourceText source, DataNode spec) => Of(spec, scalar => Meant(source.Span(scalar.Start, 0), scalar.Value));

    /// <summary>The images, their names read by somebody who may have read them before.</summary>
    /// <param name="spec">The pod's <c>spec</c>, or that of a template.</param>
    /// <param name="read">Tells the image that a name means, or why none can be told.</param>
    public static ImmutableArray<PodImage> Of(DataNode spec, Func<DataScalar, ImageMeant> read) =>
    [
        .. from list in Lists
           from container in spec[list]?.Items ?? []
           select Image(ScalarText.Of(container["name"]) ?? "a container", container["image"], isVolume: false, read),
        .. from volume in spec["volumes"]?.Items ?? []
           where volume["image"] is DataMapping
           select Image(ScalarText.Of(volume["name"]) ?? "a volume", volume["image"]!["reference"], isVolume: true, read),
    ];

    /// <summary>The image that a name means.</summary>
    public static ImageMeant Meant(string text) => Meant(default, text);

    private static ImageMeant Meant(SourceSpan at, string text)
    {
        var occurrence = ReadingContext.Occurrence(at, text, Parsed.Value(text.Trim()), OccurrenceKind.KubernetesContainer);
        return new(occurrence.Image, occurrence.Reason);
    }

    private static PodImage Image(string owner, DataNode? written, bool isVolume, Func<DataScalar, ImageMeant> read)
    {
        if (written is not DataScalar { IsNull: false, Value: { Length: > 0 } text } scalar) return new(owner, "", null, "it names no image", isVolume);
        if (scalar.Tag is { } tag && tag.StartsWith('!')) return new(owner, text, null, $"it is made by {tag}", isVolume);
        var meant = read(scalar);
        return new(owner, text, meant.Image, meant.Reason, isVolume);
    }
}

/// <summary>What a name of an image means.</summary>
/// <param name="Image">The image; null where that cannot be told.</param>
/// <param name="Reason">Why it cannot.</param>
public sealed record ImageMeant(ImageReference? Image, string? Reason);
