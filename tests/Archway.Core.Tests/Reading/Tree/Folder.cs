using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Tree;

/// <summary>A folder of a test's own, removed when the test ends.</summary>
internal sealed class Folder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("archway-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    internal Folder With(string path, string text = "")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(On(path))!);
        File.WriteAllText(On(path), text);
        return this;
    }

    internal Folder WithLink(string path, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(On(path))!);
        File.CreateSymbolicLink(On(path), target);
        return this;
    }

    internal string On(string path) => System.IO.Path.Join(Path, path);

    internal IEnumerable<SourceItem> Read(ReadingOptions? options = null) =>
        SourceReader.Read(new SourceTree(Path), options ?? new(), TestContext.Current.CancellationToken);

    /// <summary>The files read, in the order met.</summary>
    internal string[] Files(ReadingOptions? options = null) => [.. Read(options).OfType<SourceItem.File>().Select(file => file.Path)];

    /// <summary><c>file:line written → image</c>, or the reason after an exclamation mark.</summary>
    internal string Images() => string.Join('\n', Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences)
        .Select(found => $"{found.At.File}:{found.At.Line} {found.Written} → {found.Image?.ToString() ?? "! " + found.Reason}"));

    /// <summary><c>file:line name ← Dockerfile</c></summary>
    internal string Builds() => string.Join('\n', Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Builds)
        .Select(build => $"{build.At.File}:{build.At.Line} {build.Name} ← {build.Dockerfile ?? "?"}"));
}
