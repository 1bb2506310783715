namespace Archway.Knowing;

/// <summary>The files of the catalog as the build compiles them, since YAML would be most of the time that a scan takes to start.</summary>
/// <remarks>The form is that of <c>tools/Archway.CatalogCompiler</c>: texts, each once, then the files' nodes, which name texts by number.</remarks>
internal sealed class CompiledCatalog : IDisposable
{
    private readonly BinaryReader _source;
    private readonly string[] _texts;

    private CompiledCatalog(Stream source)
    {
        _source = new(source);
        _texts = new string[_source.Read7BitEncodedInt()];
        for (var i = 0; i < _texts.Length; i++) _texts[i] = _source.ReadString();
    }

    /// <summary>Reads every file, with its name.</summary>
    internal static CompiledFile[] Read(Stream source)
    {
        using CompiledCatalog catalog = new(source);
        var files = new CompiledFile[catalog._source.Read7BitEncodedInt()];
        for (var i = 0; i < files.Length; i++) files[i] = new(catalog.ReadText(), catalog.ReadNode());
        return files;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private string ReadText() => _texts[_source.Read7BitEncodedInt()];

    private CompiledNode ReadNode()
    {
        var (kind, line) = ((char)_source.ReadByte(), _source.Read7BitEncodedInt());
        if (kind == 't') return new CompiledNode.Text(line, ReadText());
        var count = _source.Read7BitEncodedInt();
        if (kind == 'l')
        {
            var items = new CompiledNode[count];
            for (var i = 0; i < count; i++) items[i] = ReadNode();
            return new CompiledNode.List(line, items);
        }

        var (keys, values) = (new string[count], new CompiledNode[count]);
        for (var i = 0; i < count; i++) (keys[i], values[i]) = (ReadText(), ReadNode());
        return new CompiledNode.Mapping(line, keys, values);
    }
}
