namespace Archway;

/// <summary>What a word that nobody knows was most likely meant to be.</summary>
public static class Spelling
{
    // Longer than any word that is known anywhere; what is typed may be of any length.
    private const int LongestWord = 64;

    /// <summary>The known word that differs least, when it differs little; null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) =>
        Near(word.ToLowerInvariant(), known.Select(candidate => KeyValuePair.Create(candidate.ToLowerInvariant(), candidate)))
            .OrderBy(candidate => candidate.Slips).ThenBy(candidate => candidate.Value, StringComparer.Ordinal)
            .Select(candidate => candidate.Value)
            .FirstOrDefault();

    /// <summary>What stands under the words that differ little, each with how much.</summary>
    internal static IEnumerable<(T Value, int Slips)> Near<T>(string word, IEnumerable<KeyValuePair<string, T>> known)
    {
        if (word.Length is 0 or > LongestWord) return [];
        var most = Math.Max(1, word.Length / 4);
        // Each letter more or less is a slip by itself.
        return known.Where(candidate => Math.Abs(candidate.Key.Length - word.Length) <= most)
            .Select(candidate => (candidate.Value, Slips: Slips(word, candidate.Key)))
            .Where(candidate => candidate.Slips <= most);
    }

    // Letters left out, put in, taken for others or turned around, by the way of Damerau and Levenshtein.
    private static int Slips(string left, string right)
    {
        var (twoAbove, above, row) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++) row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            (twoAbove, above, row) = (above, row, twoAbove);
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
            }
        }

        return row[right.Length];
    }
}
