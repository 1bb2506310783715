namespace Archway.Knowing;

/// <summary>A repository, or a glob over several, and the line of an entry that it belongs to.</summary>
internal sealed class ListedRepository(string name, UnreadEntry entry, int line)
{
    /// <summary>Its name in full, or the glob.</summary>
    internal string Name => name;

    internal CatalogEntry Entry => entry.Entry;

    internal ImageLine Line => entry.Entry.Images[line];
}
