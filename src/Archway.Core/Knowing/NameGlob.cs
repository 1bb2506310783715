using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Archway.Knowing;

/// <summary>The globs of the catalog: <c>*</c> within one part of a name, <c>**</c> across parts; in a tag both mean anything.</summary>
internal static class NameGlob
{
    // The catalog's own globs only, so their number is bounded; the engine that never backtracks keeps a hostile tag cheap.
    private static readonly ConcurrentDictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    internal static bool IsGlob(string pattern) => pattern.Contains('*', StringComparison.Ordinal);

    internal static bool Matches(string pattern, string text) =>
        IsGlob(pattern) ? Compiled.GetOrAdd(pattern, Compile).IsMatch(text) : pattern == text;

    private static Regex Compile(string pattern)
    {
        var escaped = Regex.Escape(pattern).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        return new(@"\A" + escaped + @"\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }
}
