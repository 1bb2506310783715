using Archway.Reading;

namespace Archway.Rendering;

/// <summary>A folder of one render's own: a copy of what is rendered, an empty home, and nothing else.</summary>
/// <remarks>
/// Programs run on a copy, so that what they see is plain: regular files from inside the scanned target, whatever links, odd paths or forms
/// that nobody here knows a source holds, and whatever they write does not touch the target. Links are followed only within the target.
/// </remarks>
internal sealed class WorkFolder : IDisposable
{
    private const int MostFiles = 10_000;
    private const long MostBytes = 128L * 1024 * 1024;
    private const int DeepestFolder = 40;

    // What no render needs; a schema of values may have helm fetch another one from anywhere, this machine's own ports included.
    private static readonly string[] Others = [".git", "node_modules", "values.schema.json"];

    private readonly SourceTree _tree;
    private readonly string _root;
    private readonly Dictionary<string, string> _origins = new(StringComparer.Ordinal);
    private long _bytes;

    internal WorkFolder(SourceTree tree)
    {
        _tree = tree;
        // Its mode is 0700.
        _root = Directory.CreateTempSubdirectory("archway-render-").FullName;
        Home = Made("home");
        Temporary = Made("tmp");
        Empty = Made("empty");
        Source = Made("source");
    }

    /// <summary>The home folder that programs are told.</summary>
    internal string Home { get; }

    /// <summary>The folder for temporary files that programs are told.</summary>
    internal string Temporary { get; }

    /// <summary>A folder with nothing in it: a PATH without programs, plugins that are none.</summary>
    internal string Empty { get; }

    /// <summary>The folder that stands for the scanned target; what is copied keeps its path below it.</summary>
    internal string Source { get; }

    /// <summary>The paths that were copied, in the copy; each with the path of its original in the target, where links lead to it.</summary>
    internal IReadOnlyDictionary<string, string> Origins => _origins;

    /// <summary>The path on disk of a path in the copy.</summary>
    internal string OnDisk(string path) => path.Length == 0 ? Source : Path.Join(Source, path);

    /// <summary>Writes a file beside the copy and tells its path on disk.</summary>
    internal string Write(string name, ReadOnlySpan<byte> content)
    {
        var file = Path.Combine(_root, name);
        File.WriteAllBytes(file, content);
        return file;
    }

    /// <summary>Copies a folder with all that is in it.</summary>
    /// <param name="path">The folder in the target.</param>
    /// <param name="to">Its path in the copy.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="NotRenderedException">It is too large, or has a link that leaves the target.</exception>
    internal void CopyFolder(string path, string to, CancellationToken cancellationToken) => CopyFolder(path, to, 0, cancellationToken);

    /// <summary>Copies one file of the target to the same path in the copy; one that is not there, or is there already, is passed by.</summary>
    /// <exception cref="NotRenderedException">It is too large, or a link that leaves the target.</exception>
    internal void CopyFile(string path)
    {
        if (Real(path) is { } real && File.Exists(_tree.OnDisk(real))) CopyFile(real, path);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A program that was ended may still hold a file; the system empties its temporary folder.
        }
    }

    private void CopyFolder(string path, string to, int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (depth > DeepestFolder) throw new NotRenderedException($"{path} lies more than {DeepestFolder} folders deep");
        var folder = new DirectoryInfo(_tree.OnDisk(Real(path)));
        Directory.CreateDirectory(OnDisk(to));
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (Others.Contains(entry.Name)) continue;
            var (child, target) = (Under(path, entry.Name), Under(to, entry.Name));
            var real = Real(child);
            if (Directory.Exists(_tree.OnDisk(real))) CopyFolder(real, target, depth + 1, cancellationToken);
            else if (File.Exists(_tree.OnDisk(real))) CopyFile(real, target);
        }
    }

    private void CopyFile(string real, string to)
    {
        if (!_origins.TryAdd(to, real)) return;
        FileInfo file = new(_tree.OnDisk(real));
        _bytes += file.Length;
        if (_origins.Count > MostFiles || _bytes > MostBytes)
            throw new NotRenderedException($"it has more than {MostFiles} files or {MostBytes / (1024 * 1024)} MiB");
        Directory.CreateDirectory(Path.GetDirectoryName(OnDisk(to))!);
        // Pipes and devices have no length, and opening one may wait for ever.
        File.WriteAllBytes(OnDisk(to), file.Length == 0 ? [] : File.ReadAllBytes(file.FullName));
    }

    private string Real(string path) => _tree.FollowLinks(path) ?? throw new NotRenderedException($"{path} is a link that leaves the scanned folder");

    private string Made(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    private static string Under(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
