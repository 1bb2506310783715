using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace Archway.Fixing;

/// <summary>What was changed in a file, as <c>patch</c> and <c>git apply</c> take it.</summary>
/// <remarks><see href="https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html"/></remarks>
public static class UnifiedDiff
{
    private const int Context = 3;

    // The ends stay with their lines, so that whatever ends a line is compared and told.
    private static readonly CustomFunctionChunker WithEnds = new(Lines);

    /// <summary>The diff of one file; empty where nothing was changed.</summary>
    /// <param name="path">Its path, with '/' between its parts.</param>
    /// <param name="before">What stood there.</param>
    /// <param name="after">What stands there now.</param>
    public static string Of(string path, string before, string after)
    {
        if (before == after) return "";
        var changes = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, WithEnds);
        StringBuilder diff = new();
        diff.Append(CultureInfo.InvariantCulture, $"--- {DiffPath.Of("a/", path)}\n+++ {DiffPath.Of("b/", path)}\n");
        for (var first = 0; first < changes.DiffBlocks.Count;)
        {
            var last = first;
            while (last + 1 < changes.DiffBlocks.Count && changes.DiffBlocks[last + 1].DeleteStartA - EndOf(changes.DiffBlocks[last]) <= 2 * Context) last++;
            WriteHunk(diff, changes, first, last);
            first = last + 1;
        }

        return diff.ToString();
    }

    private static void WriteHunk(StringBuilder diff, DiffResult changes, int first, int last)
    {
        var (blocks, old) = (changes.DiffBlocks, changes.PiecesOld);
        var (from, to) = (Math.Max(0, blocks[first].DeleteStartA - Context), Math.Min(old.Count, EndOf(blocks[last]) + Context));
        // Before the first change of a hunk both texts run side by side.
        var (fromNew, grown) = (from + blocks[first].InsertStartB - blocks[first].DeleteStartA, 0);
        for (var i = first; i <= last; i++) grown += blocks[i].InsertCountB - blocks[i].DeleteCountA;
        diff.Append(CultureInfo.InvariantCulture, $"@@ -{Range(from, to - from)} +{Range(fromNew, to - from + grown)} @@\n");
        var at = from;
        for (var i = first; i <= last; i++)
        {
            Write(diff, ' ', old, at, blocks[i].DeleteStartA);
            Write(diff, '-', old, blocks[i].DeleteStartA, EndOf(blocks[i]));
            Write(diff, '+', changes.PiecesNew, blocks[i].InsertStartB, blocks[i].InsertStartB + blocks[i].InsertCountB);
            at = EndOf(blocks[i]);
        }

        Write(diff, ' ', old, at, to);
    }

    private static void Write(StringBuilder diff, char mark, IReadOnlyList<string> lines, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            diff.Append(mark).Append(lines[i]);
            if (!lines[i].EndsWith('\n')) diff.Append("\n\\ No newline at end of file\n");
        }
    }

    // A stretch of no lines is named by the one before it.
    private static string Range(int from, int length) => string.Create(CultureInfo.InvariantCulture, $"{(length == 0 ? from : from + 1)},{length}");

    private static int EndOf(DiffBlock block) => block.DeleteStartA + block.DeleteCountA;

    private static string[] Lines(string text)
    {
        List<string> lines = [];
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = text.IndexOf('\n', start) is >= 0 and var found ? found + 1 : text.Length;
            lines.Add(text[start..end]);
        }

        return [.. lines];
    }
}
