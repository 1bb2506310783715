using Archway.Judging.Sources.Kubernetes;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Data;

/// <summary>Images that are named for amd64, in a place that may as well name them without.</summary>
internal static class ImageOfAmd64
{
    /// <summary>The places of a document that name one.</summary>
    /// <param name="document">The document.</param>
    /// <param name="isMeant">Whether a place is one that runs images.</param>
    internal static IEnumerable<NamedForAmd64> In(DataDocument document, Func<ImageOccurrence, bool> isMeant)
    {
        var source = document.Source;
        foreach (var place in document.Occurrences)
        {
            if (!isMeant(place) || place.Image is not { Digest: null } image || !(NamesAmd64(image.Repository) || NamesAmd64(image.Tag))) continue;
            // A file for amd64 names what it means; and a machine's image is none of a container's.
            if (NamesAmd64(source.Name) || NodeResource.Is(document.Root)) yield break;
            // One of several that differ in their architecture names what it means.
            if (NamesAmd64(place.Workload) || ArchitectureName.Without(image.ToString()) is not { } full
                || ImageReference.Read(full).Value is not { } bare) continue;
            var text = source.TextAt(place.At);
            // A parameter stands for a name that is written elsewhere; in a chart's values the parts of a name stand beside each other.
            if (!(NamesAmd64(text) || place.Kind == OccurrenceKind.HelmValues) || NamesOfArm.Has(source, text)) continue;
            var edit = ArchitectureName.Without(text) is { } written && Means(written, image, bare) ? EditOf(source, place.At, written) : null;
            yield return new(place.At, image, bare, edit);
        }
    }

    // A name and its tag may stand apart; what stands here has to be what changes.
    private static bool Means(string written, ImageReference image, ImageReference bare) =>
        ImageReference.Read(written).Value is { } alone
            && alone.Repository.EndsWith(bare.Repository[(bare.Repository.LastIndexOf('/') + 1)..], StringComparison.Ordinal)
        && (written.LastIndexOf(':') > written.LastIndexOf('/') ? alone.Tag == bare.Tag : image.Tag == bare.Tag || bare.Tag == "latest");

    private static Edit EditOf(SourceText source, SourceSpan at, string written) => Edit.Of(source, source.OffsetOf(at), at.Length, written);

    private static bool NamesAmd64(string? name) =>
        name is not null && (name.Contains(Architectures.Amd64, StringComparison.Ordinal) || name.Contains("x86_64", StringComparison.Ordinal));
}

/// <summary>A place that names an image for amd64.</summary>
/// <param name="At">Where.</param>
/// <param name="Image">The image.</param>
/// <param name="Bare">The image of that name without the architecture.</param>
/// <param name="Edit">What writes that there; null where the words stand elsewhere.</param>
internal sealed record NamedForAmd64(SourceSpan At, ImageReference Image, ImageReference Bare, Edit? Edit);
