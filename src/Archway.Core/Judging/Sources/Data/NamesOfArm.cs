using System.Runtime.CompilerServices;
using Archway.Reading;

namespace Archway.Judging.Sources.Data;

/// <summary>The words of a file that name something for Arm, as the other of two that differ in nothing else.</summary>
internal static class NamesOfArm
{
    private const int MostWords = 10_000;
    private const int LongestWord = 512;
    private static readonly string[] Arm = ["arm64", "aarch64"];

    // A file is looked through once, whatever number of images it names.
    private static readonly ConditionalWeakTable<SourceText, HashSet<string>> OfFile = [];

    /// <summary>Whether the file has the same name for Arm as well.</summary>
    internal static bool Has(SourceText source, string written)
    {
        var words = OfFile.GetValue(source, file => Find(file.Text));
        return words.Count > 0 && Arm.Any(arm => words.Contains(ArchitectureName.For(arm, written)));
    }

    /// <summary>Whether the file speaks of an architecture at all.</summary>
    internal static bool Mentions(SourceText source, string architecture) =>
        OfFile.GetValue(source, file => Find(file.Text)).Any(word => word.Contains(architecture, StringComparison.Ordinal));

    private static HashSet<string> Find(string text)
    {
        HashSet<string> words = new(StringComparer.Ordinal);
        foreach (var arm in Arm)
        {
            for (var at = text.IndexOf(arm, StringComparison.Ordinal); at >= 0; at = text.IndexOf(arm, at + 1, StringComparison.Ordinal))
            {
                if (words.Count == MostWords) return words;
                var (start, end) = (at, at + arm.Length);
                while (start > 0 && at - start < LongestWord && !EndsWord(text[start - 1])) start--;
                while (end < text.Length && end - at < LongestWord && !EndsWord(text[end])) end++;
                words.Add(text[start..end]);
            }
        }

        return words;
    }

    private static bool EndsWord(char c) => char.IsWhiteSpace(c) || c is '"' or '\'' or ',' or '=' or '[' or ']' or '{' or '}';
}
