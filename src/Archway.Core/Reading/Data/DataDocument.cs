namespace Archway.Reading.Data;

/// <summary>One YAML document, or a JSON file.</summary>
/// <param name="source">The whole file's text.</param>
/// <param name="root">What the document holds.</param>
public sealed class DataDocument(SourceText source, DataNode root) : SourceDocument(source)
{
    /// <summary>What the document holds.</summary>
    public DataNode Root { get; } = root;

    /// <summary>Of what kind it is; null where no kind is known that names images.</summary>
    internal IDataFormat? Format { get; init; }
}
