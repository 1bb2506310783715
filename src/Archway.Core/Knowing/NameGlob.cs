namespace Archway.Knowing;

/// <summary>The globs of the catalog: <c>*</c> within one part of a name, <c>**</c> across parts; in a tag both mean anything.</summary>
internal static class NameGlob
{
    internal static bool IsGlob(string pattern) => pattern.Contains('*', StringComparison.Ordinal);

    // Hundreds of globs are asked about one name, and nearly all differ from it before their first star.
    internal static bool Matches(string pattern, string text)
    {
        var plain = pattern.AsSpan().IndexOf('*');
        if (plain < 0) return pattern == text;
        return text.AsSpan().StartsWith(pattern.AsSpan(0, plain), StringComparison.Ordinal) && MatchesRest(pattern.AsSpan(plain), text.AsSpan(plain));
    }

    /// <summary>Follows every reading at once, so that a hostile tag costs no more than its length times the pattern's.</summary>
    private static bool MatchesRest(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // Whether what was read of the text fits the first so many characters of the pattern.
        Span<bool> fits = stackalloc bool[pattern.Length + 1];
        fits[0] = true;
        SkipStars(pattern, fits);
        foreach (var next in text)
        {
            for (var i = pattern.Length; i > 0; i--)
                fits[i] = pattern[i - 1] == '*' ? fits[i] && (next != '/' || IsDouble(pattern, i - 1)) : fits[i - 1] && pattern[i - 1] == next;
            fits[0] = false;
            SkipStars(pattern, fits);
        }

        return fits[^1];
    }

    // A star may stand for nothing.
    private static void SkipStars(ReadOnlySpan<char> pattern, Span<bool> fits)
    {
        for (var i = 0; i < pattern.Length; i++)
            if (pattern[i] == '*') fits[i + 1] |= fits[i];
    }

    private static bool IsDouble(ReadOnlySpan<char> pattern, int star) =>
        (star > 0 && pattern[star - 1] == '*') || (star + 1 < pattern.Length && pattern[star + 1] == '*');
}
