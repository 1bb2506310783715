using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>The names that entries go by, and which are like a name that none has.</summary>
/// <remarks>Case, spaces and marks do not count: <c>core-dns</c>, <c>CoreDNS</c> and <c>coredns</c> are one name.</remarks>
internal sealed class EntryNames
{
    // No entry has a longer name; what is typed may be of any length.
    private const int Longest = 64;
    private readonly FrozenDictionary<string, CatalogEntry> _names;

    internal EntryNames(ImmutableArray<CatalogEntry> entries)
    {
        // An id before a name, a name before what the guides say; so none takes away what another is foremost called.
        Dictionary<string, CatalogEntry> names = new(StringComparer.Ordinal);
        foreach (var nameOf in new Func<CatalogEntry, string?>[] { entry => entry.Id, entry => entry.Name, entry => entry.Guide?.Name })
            foreach (var entry in entries)
                if (nameOf(entry) is { } name) names.TryAdd(Plain(name), entry);
        _names = names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    internal CatalogEntry? Find(string name) => _names.GetValueOrDefault(Plain(name));

    /// <summary>The entries with a name that a slip of the finger makes of this one, the likeliest first.</summary>
    internal IEnumerable<CatalogEntry> Near(string name)
    {
        var asked = Plain(name);
        if (asked.Length is 0 or > Longest) return [];
        var most = Math.Max(1, asked.Length / 4);
        // Each letter more or less is a slip by itself.
        return _names.Where(known => Math.Abs(known.Key.Length - asked.Length) <= most)
            .Select(known => (known.Value, Slips: Slips(asked, known.Key)))
            .Where(known => known.Slips <= most)
            .OrderBy(known => known.Slips).ThenBy(known => known.Value.Id, StringComparer.Ordinal)
            .Select(known => known.Value).Distinct();
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

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
