using System.Collections.Immutable;
using Archway.CatalogCompiler;
using Archway.Knowing;

namespace Archway.Core.Tests.Knowing;

/// <summary>Catalog files made for a test, read as the build and the program read those that ship.</summary>
internal static class CatalogText
{
    internal const string Name = "catalog/test.yaml";

    internal static ImmutableArray<CatalogEntry> Read(string text)
    {
        using MemoryStream compiled = new();
        CatalogWriter.Write(compiled, (Name, text));
        compiled.Position = 0;
        return [.. CatalogFiles.Read(compiled).Select(unread => unread.Entry)];
    }
}
