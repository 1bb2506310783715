namespace Archway.Knowing;

/// <summary>An entry of the catalog that is read once someone needs more of it than its repositories, as a scan does of very few.</summary>
internal sealed class UnreadEntry
{
    private readonly Lazy<CatalogEntry> _entry;

    internal UnreadEntry(string file, CompiledNode node)
    {
        _entry = new(() => EntryReader.Read(CatalogNode.Of(file, node)));
        Id = node is CompiledNode.Mapping entry && entry.Find("id") is CompiledNode.Text id ? id.Value : "";
        Lines = node is CompiledNode.Mapping mapping && mapping.Find("images") is CompiledNode.List lines ? [.. lines.Items.Select(RepositoriesOf)] : [];
    }

    /// <summary>An entry that was read already.</summary>
    internal UnreadEntry(CatalogEntry entry)
    {
        _entry = new(entry);
        Id = entry.Id;
        Lines = [.. entry.Images.Select(line => line.Repositories.ToArray())];
    }

    /// <summary>The entry.</summary>
    /// <exception cref="InvalidDataException">It does not follow <c>catalog/README.md</c>; the message says where.</exception>
    internal CatalogEntry Entry => _entry.Value;

    /// <summary>Its id.</summary>
    internal string Id { get; }

    /// <summary>The repositories of each of its lines.</summary>
    internal string[][] Lines { get; }

    // What is malformed is told when the entry is read.
    private static string[] RepositoriesOf(CompiledNode line) => (line as CompiledNode.Mapping)?.Find("repositories") switch
    {
        CompiledNode.Text one => [one.Value],
        CompiledNode.List list => [.. list.Items.OfType<CompiledNode.Text>().Select(item => item.Value)],
        _ => [],
    };
}
