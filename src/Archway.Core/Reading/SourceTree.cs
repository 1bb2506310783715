namespace Archway.Reading;

/// <summary>The files of one scanned target, and nothing outside it.</summary>
/// <remarks>Paths are relative to the root, with '/' between their parts. A path that leaves the root, or a link that does, finds nothing.</remarks>
public sealed class SourceTree
{
    /// <summary>The largest file that is read, in bytes; a larger one is reported as unparsed.</summary>
    public const long LargestFile = 32 * 1024 * 1024;

    private readonly string _root;

    /// <summary>A tree over a folder.</summary>
    /// <param name="root">The folder's path on disk.</param>
    public SourceTree(string root) => _root = Path.GetFullPath(root);

    /// <summary>The folder's path on disk.</summary>
    public string Root => _root;

    /// <summary>The text at <paramref name="path"/>, or null when there is no such regular file inside the root.</summary>
    public SourceText? FindText(string path)
    {
        throw new NotImplementedException(path);
    }
}
