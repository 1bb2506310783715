namespace Archway.Judging.Sources.Pipelines;

/// <summary>Words by which a pipeline speaks of Arm: <c>linux/arm64</c>, <c>aarch64</c>, <c>ubuntu-24.04-arm</c>, <c>arm.medium</c>, <c>ARM_CONTAINER</c>.</summary>
internal static class ArmWords
{
    private const string Word = "arm";
    private static readonly string[] Endings = ["v5", "v6", "v7", "v8", "hf", "el", "32", "64"];

    /// <summary>Whether a text has such a word.</summary>
    internal static bool IsIn(ReadOnlySpan<char> text) => First(text) >= 0;

    /// <summary>Where the first such word begins; -1 where there is none.</summary>
    internal static int First(ReadOnlySpan<char> text)
    {
        for (int from = 0, at; (at = text[from..].IndexOf(Word, StringComparison.OrdinalIgnoreCase)) >= 0; from += at + Word.Length)
        {
            var start = from + at;
            // Neither alarm nor swarm; in aarch64 the word is not so written.
            if ((start == 0 || !char.IsAsciiLetter(text[start - 1])) && Ends(text[(start + Word.Length)..])) return start;
        }

        return text.IndexOf("aarch64", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Ends(ReadOnlySpan<char> rest)
    {
        foreach (var ending in Endings)
            if (rest.StartsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        return rest.IsEmpty || !char.IsAsciiLetterOrDigit(rest[0]);
    }
}
