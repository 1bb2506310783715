using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Data;

/// <summary>The images that a part of a document names.</summary>
internal static class ImagesWithin
{
    /// <summary>The places within a value, in the order of the text.</summary>
    internal static IEnumerable<ImageOccurrence> Of(DataDocument document, DataNode node) => Of(document, node.Start, node.Length);

    /// <summary>The places within a stretch of the text, in its order.</summary>
    internal static IEnumerable<ImageOccurrence> Of(SourceDocument document, int from, int length)
    {
        var (source, all) = (document.Source, document.Occurrences);
        var (start, end) = (source.Span(from, 0), source.Span(Math.Min(from + length, source.Text.Length), 0));
        var (low, high) = (0, all.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (IsBefore(all[middle].At, start)) low = middle + 1;
            else high = middle;
        }

        for (; low < all.Length && IsBefore(all[low].At, end); low++) yield return all[low];
    }

    private static bool IsBefore(SourceSpan one, SourceSpan other) => (one.Line, one.Column).CompareTo((other.Line, other.Column)) < 0;
}
