using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Rendering;

/// <summary>
/// Where in a kustomization and what it builds upon an image was set: its entry in <c>images</c>, else the file that names it, else the head of
/// the kustomization.
/// </summary>
/// <param name="file">The kustomization that was rendered.</param>
/// <param name="tree">The scanned tree.</param>
/// <param name="origins">The files that were rendered.</param>
internal sealed class KustomizationPlaces(string file, SourceTree tree, IReadOnlyDictionary<string, string> origins) : IImagePlaces
{
    private const int LongestText = 1024 * 1024;
    private const int MostTexts = 1_000;

    // The kustomization itself comes first.
    private readonly SourceText[] _texts =
    [
        .. origins.Values.Order(StringComparer.Ordinal).OrderByDescending(path => path == file).Take(MostTexts)
            .Select(tree.FindText).OfType<SourceText>().Where(text => text.Text.Length <= LongestText),
    ];

    public (SourceSpan At, string? Written) Find(RenderedImage image)
    {
        if (image.Found.Image is { } wanted && Entry(wanted) is { } entry) return entry;
        return Named(image.Found.Written)
            ?? (image.Found.Image is { } reference ? Named(Bare(image.Found.Written, reference)) : null)
            ?? (new(file, 1, 1, 0), null);
    }

    private (SourceSpan, string?)? Entry(ImageReference wanted)
    {
        foreach (var text in _texts)
        {
            var folder = KustomizationFile.Find(text.Folder, tree);
            if (folder?.Text.Path != text.Path) continue;
            foreach (var entry in folder.Images)
            {
                if ((entry["newName"] ?? entry["name"]) is not DataScalar name || ImageReference.Read(name.Value).Value?.Name != wanted.Name) continue;
                return (new ReadingContext(folder.Text, tree).At(name), name.Value);
            }
        }

        return null;
    }

    // The name without tag and digest may stand there with others.
    private static string Bare(string written, ImageReference reference) =>
        written.IndexOf(reference.Repository, StringComparison.Ordinal) is >= 0 and var at
            ? written[..(at + reference.Repository.Length)]
            : reference.Repository;

    private (SourceSpan, string?)? Named(string part)
    {
        if (part.Length == 0) return null;
        foreach (var text in _texts)
        {
            for (var at = text.Text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.Text.IndexOf(part, at + 1, StringComparison.Ordinal))
            {
                if (!IsWhole(text.Text, at, part.Length)) continue;
                return (text.Span(at, part.Length), part);
            }
        }

        return null;
    }

    /// <summary>Whether no letter of a longer name stands on either side.</summary>
    private static bool IsWhole(string text, int at, int length)
    {
        bool IsOfName(int i) => i >= 0 && i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or '_' or '.' or '/');
        return !IsOfName(at - 1) && !IsOfName(at + length);
    }
}
