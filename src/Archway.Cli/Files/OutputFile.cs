namespace Archway.Cli.Files;

/// <summary>
/// A file that the user named, while it is written: whole or not at all where one stands or comes to stand, in place where it is something else.
/// </summary>
/// <remarks>A pipe, a device or a file of several names would be another thing once a new file stood there, so none is put there.</remarks>
internal sealed class OutputFile : IDisposable
{
    private const int MostLinks = 40;

    // What stands for something open already, or (of Windows, the last) for a device: its name is not that of a file.
    private static readonly string[] OfSystem = ["/dev/fd/", "/proc/", @"\\.\"];
    private static readonly string[] StandardOutput = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

    private readonly string _target;
    private readonly string? _draft;

    private OutputFile(string target, string? draft, Stream stream) => (_target, _draft, Stream) = (target, draft, stream);

    /// <summary>What is written to.</summary>
    internal Stream Stream { get; }

    /// <summary>Whether a name on the command line stands for standard output.</summary>
    internal static bool IsStandardOutput(string name) => StandardOutput.Contains(name);

    /// <summary>The file that is written when this one is named: where its links lead.</summary>
    /// <exception cref="IOException">They lead nowhere.</exception>
    internal static string TargetOf(string file)
    {
        var target = file;
        for (var links = 0; links < MostLinks; links++)
        {
            if (IsOfSystem(target) || new FileInfo(target).LinkTarget is not { } next) return target;
            target = Path.GetFullPath(next, Path.GetDirectoryName(target)!);
        }

        throw new IOException("its links lead in a circle");
    }

    /// <summary>Opens a file for writing; nothing stands there until it is kept.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="isPrivate">Whether only its owner may read it; else what the user's system gives new files, or the file there has.</param>
    internal static OutputFile Open(string file, bool isPrivate)
    {
        var target = TargetOf(file);
        if (Directory.Exists(target)) throw new IOException("it is a folder");
        var exists = File.Exists(target);
        if (IsOfSystem(target) || (exists && !PlainFile.Is(target)))
            return new(target, draft: null, new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));

        var draft = Path.Combine(Path.GetDirectoryName(target)!, $".archway-{Guid.NewGuid():N}");
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && (isPrivate || exists)) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        OutputFile output = new(target, draft, new FileStream(draft, options));
        if (!OperatingSystem.IsWindows() && !isPrivate && exists) File.SetUnixFileMode(draft, File.GetUnixFileMode(target));
        return output;
    }

    /// <summary>Ends the writing: from here on the file stands, whole.</summary>
    internal void Keep()
    {
        Stream.Dispose();
        if (_draft is not null) File.Move(_draft, _target, overwrite: true);
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (_draft is not null) File.Delete(_draft);
    }

    private static bool IsOfSystem(string path) => OfSystem.Any(start => path.StartsWith(start, StringComparison.Ordinal));
}
