using System.Collections.Immutable;
using Archway.Oci;
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
    public static ImmutableArray<PodImage> Of(SourceText source, DataNode spec) =>
    [
        .. from list in Lists
           from container in spec[list]?.Items ?? []
           select Image(source, ScalarText.Of(container["name"]) ?? "a container", container["image"], isVolume: false),
        .. from volume in spec["volumes"]?.Items ?? []
           where volume["image"] is DataMapping
           select Image(source, ScalarText.Of(volume["name"]) ?? "a volume", volume["image"]!["reference"], isVolume: true),
    ];

    private static PodImage Image(SourceText source, string owner, DataNode? written, bool isVolume)
    {
        if (written is not DataScalar { IsNull: false, Value: { Length: > 0 } text } scalar) return new(owner, "", null, "it names no image", isVolume);
        if (scalar.Tag is { } tag && tag.StartsWith('!')) return new(owner, text, null, $"it is made by {tag}", isVolume);
        var occurrence = ReadingContext.Occurrence(source.Span(scalar.Start, 0), text, Parsed.Value(text.Trim()), OccurrenceKind.KubernetesContainer);
        return new(owner, text, occurrence.Image, occurrence.Reason, isVolume);
    }
}
