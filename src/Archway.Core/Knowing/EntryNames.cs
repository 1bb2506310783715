using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>The names that entries go by, and which are like a name that none has.</summary>
/// <remarks>Case, spaces and marks do not count: <c>core-dns</c>, <c>CoreDNS</c> and <c>coredns</c> are one name.</remarks>
internal sealed class EntryNames
{
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
    internal IEnumerable<CatalogEntry> Near(string name) => Spelling.Near(Plain(name), _names)
        .OrderBy(known => known.Slips).ThenBy(known => known.Value.Id, StringComparer.Ordinal)
        .Select(known => known.Value).Distinct();

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
