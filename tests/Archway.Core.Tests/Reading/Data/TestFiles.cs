using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Core.Tests.Reading.Data;

/// <summary>A folder of small files on disk, read by one format at a time.</summary>
internal sealed class TestFiles : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("archway-").FullName;

    internal TestFiles(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(_root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    /// <summary>What a format finds in a file's documents; nothing when it does not take them for its own.</summary>
    internal ReadingContext Read(IDataFormat format, string path, bool isAlone = false)
    {
        SourceTree tree = new(isAlone ? Path.Combine(_root, path) : _root);
        var source = tree.FindText(path)!;
        ReadingContext context = new(source, tree);
        List<DataProblem> problems = [];
        var isJson = path.EndsWith(".json", StringComparison.Ordinal);
        foreach (var root in isJson ? JsonReader.ReadDocuments(source, problems) : YamlReader.ReadDocuments(source, problems))
            if (format.Recognises(source, root)) format.Read(root, context);
        return context;
    }

    internal IEnumerable<SourceItem> Read(IFileFormat format, string path)
    {
        SourceTree tree = new(_root);
        var source = tree.FindText(path)!;
        return format.Wants(path) && format.Recognises(source, tree) ? format.Read(source, tree, CancellationToken.None) : [];
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>What a format finds in one file, a line each: <c>3:12 written = image</c>, or the reason in place of the image.</summary>
    internal static string[] Lines(IDataFormat format, string text, string path = "file.yaml", params (string Path, string Text)[] others)
    {
        using TestFiles files = new([(path, text), .. others]);
        return Lines(files.Read(format, path).Occurrences);
    }

    internal static string[] Lines(IEnumerable<ImageOccurrence> occurrences) =>
        [.. occurrences.Select(found => $"{found.At.Line}:{found.At.Column} {found.Written} = {found.Image?.ToString() ?? found.Reason}")];
}
