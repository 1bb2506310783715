using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Archway.Knowing;

/// <summary>The files of the catalog, each a list of entries.</summary>
/// <remarks>They ship with Archway and a test reads them all, so a fault in one is a fault of ours and is thrown.</remarks>
internal static class CatalogFiles
{
    private const string Folder = "catalog/";

    internal static ImmutableArray<CatalogEntry> ReadEmbedded()
    {
        var assembly = typeof(CatalogFiles).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).SelectMany(name =>
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Read(name, text);
            }),
        ];
    }

    /// <summary>Reads one file.</summary>
    /// <exception cref="InvalidDataException">It does not follow <c>catalog/README.md</c>; the message says where.</exception>
    internal static ImmutableArray<CatalogEntry> Read(string name, TextReader text)
    {
        YamlStream yaml = [];
        try
        {
            yaml.Load(text);
        }
        catch (YamlException problem)
        {
            throw new InvalidDataException($"{name}({problem.Start.Line}): {problem.Message}", problem);
        }
        return yaml.Documents is [{ RootNode: YamlSequenceNode list }]
            ? [.. list.Select(node => EntryReader.Read(CatalogNode.Of(name, node)))]
            : throw new InvalidDataException($"{name}: a file of the catalog is one list of entries");
    }
}
