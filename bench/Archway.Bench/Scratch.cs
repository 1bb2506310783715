namespace Archway.Bench;

/// <summary>A folder for what a measurement writes, which goes with it.</summary>
internal sealed class Scratch : IDisposable
{
    private int _folders;

    internal string Path { get; } = Directory.CreateTempSubdirectory("archway-bench-").FullName;

    /// <summary>A folder in it that is new and empty.</summary>
    internal string Fresh() => Directory.CreateDirectory(System.IO.Path.Combine(Path, $"{_folders++}")).FullName;

    /// <summary>A file in it.</summary>
    internal string With(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
