using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>The files of the catalog, each a list of entries.</summary>
/// <remarks>They ship with Archway and a test reads them all, so a fault in one is a fault of ours and is thrown.</remarks>
internal static class CatalogFiles
{
    /// <summary>The resource that holds them, compiled.</summary>
    internal const string Resource = "catalog";

    internal static ImmutableArray<CatalogEntry> ReadEmbedded()
    {
        using var source = typeof(CatalogFiles).Assembly.GetManifestResourceStream(Resource)!;
        return Read(source);
    }

    /// <summary>Reads compiled files.</summary>
    /// <exception cref="InvalidDataException">One does not follow <c>catalog/README.md</c>; the message says where.</exception>
    internal static ImmutableArray<CatalogEntry> Read(Stream compiled) =>
    [
        .. CompiledCatalog.Read(compiled).SelectMany(file => file.Root is CompiledNode.List list
            ? list.Items.Select(node => EntryReader.Read(CatalogNode.Of(file.Name, node)))
            : throw new InvalidDataException($"{file.Name}: a file of the catalog is one list of entries")),
    ];
}
