using Archway.Reading.Data;
using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>What Terraform files hold, read once for all the modules that look into them.</summary>
internal sealed class ParsedFiles
{
    // What is together in use is much less; older files are read again when they are needed.
    private const int MostText = 64 * 1024 * 1024;

    private readonly Dictionary<string, (HclObject Body, IReadOnlyList<DataProblem> Problems)> _files = new(StringComparer.Ordinal);
    private int _text;

    /// <summary>A file's body, and what of it cannot be read.</summary>
    internal (HclObject Body, IReadOnlyList<DataProblem> Problems) Read(SourceText source)
    {
        if (_files.TryGetValue(source.Path, out var read)) return read;
        if ((_text += source.Text.Length) > MostText)
        {
            _files.Clear();
            _text = source.Text.Length;
        }
        List<DataProblem> problems = [];
        var body = source.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? HclJson.Read(source, problems) : HclReader.Read(source, problems);
        return _files[source.Path] = (body, problems);
    }
}
