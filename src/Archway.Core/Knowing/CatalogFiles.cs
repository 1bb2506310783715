namespace Archway.Knowing;

/// <summary>The files of the catalog, each a list of entries.</summary>
/// <remarks>They ship with Archway and a test reads them all, so a fault in one is a fault of ours and is thrown.</remarks>
internal static class CatalogFiles
{
    /// <summary>The resource that holds them, compiled.</summary>
    internal const string Resource = "catalog";

    internal static UnreadEntry[] ReadEmbedded()
    {
        using var source = typeof(CatalogFiles).Assembly.GetManifestResourceStream(Resource)!;
        return Read(source);
    }

    /// <summary>Reads compiled files, their entries only when someone needs them.</summary>
    /// <exception cref="InvalidDataException">One is no list.</exception>
    internal static UnreadEntry[] Read(Stream compiled) =>
    [
        .. CompiledCatalog.Read(compiled).SelectMany(file => file.Root is CompiledNode.List list
            ? list.Items.Select(node => new UnreadEntry(file.Name, node))
            : throw new InvalidDataException($"{file.Name}: a file of the catalog is one list of entries")),
    ];
}
