using Archway.Oci.References;

namespace Archway.Reading.Lists;

/// <summary>A plain list of images: one a line, with <c>#</c> before comments.</summary>
internal sealed class ImageList(SourceText source) : SourceDocument(source)
{
    private const string Transport = "docker://";

    /// <summary>Reads every line as an image; one that is none is an occurrence with the reason.</summary>
    internal static ImageList Read(SourceText source) => new(source)
    {
        Occurrences =
        [
            .. Lines(source.Text).Select(line =>
                ImageOccurrence.Of(source.Span(line.Start, line.Text.Length), line.Text, WithoutTransport(line.Text), OccurrenceKind.List)),
        ],
    };

    /// <summary>Whether the text is a list by all appearances: each line an image, and at least one.</summary>
    internal static bool IsOne(SourceText source) =>
        Lines(source.Text).Any() && Lines(source.Text).All(line => ImageReference.Read(WithoutTransport(line.Text)).Problem is null);

    // docker://nginx:1.27, as skopeo and Podman write an image of a registry; Kubernetes writes the id of an image on a node so, docker://sha256:….
    private static string WithoutTransport(string line) =>
        line.StartsWith(Transport, StringComparison.Ordinal) && !line.StartsWith($"{Transport}sha256:", StringComparison.Ordinal)
            ? line[Transport.Length..]
            : line;

    private static IEnumerable<(int Start, string Text)> Lines(string text)
    {
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            var line = text[start..end];
            // No image has a '#' in its name.
            if (line.IndexOf('#', StringComparison.Ordinal) is >= 0 and var comment) line = line[..comment];
            var image = line.Trim();
            if (image.Length > 0) yield return (start + line.IndexOf(image, StringComparison.Ordinal), image);
        }
    }
}
