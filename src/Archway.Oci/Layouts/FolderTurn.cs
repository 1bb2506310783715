using System.Security.Cryptography;
using Archway.Oci.Registries;

namespace Archway.Oci.Layouts;

/// <summary>The turn to change the index of a folder: one at a time has it, in whichever process, and nothing of it stays.</summary>
/// <remarks>It is the lock on a file, which the system takes away from whoever dies.</remarks>
internal sealed class FolderTurn : IDisposable
{
    /// <summary>The name of the file.</summary>
    internal const string FileName = ".index.json.lock";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    // Errors by which systems say that another has the lock: Linux, macOS, Windows.
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private readonly string _path;
    private readonly FileStream _file;

    private FolderTurn(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Waits for the turn.</summary>
    /// <exception cref="RegistryException">Another has it for too long.</exception>
    internal static async Task<FolderTurn> TakeAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        for (var begun = time.GetTimestamp(); ;)
        {
            if (TryTake(path) is { } turn) return turn;
            if (time.GetElapsedTime(begun) > Longest)
                throw new RegistryException(RegistryFault.TimedOut, $"another program has been changing the index of {folder} for more than {Longest.TotalSeconds:0} s; try again when it is done");
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        // While it is held still: behind it, it would be another's.
        if (!OperatingSystem.IsWindows()) File.Delete(_path);
        _file.Dispose();
    }

    private static FolderTurn? TryTake(string path)
    {
        FileStream? file = null;
        try
        {
            // Where an open file cannot be deleted by its name, the system does it.
            file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
            if (IsStill(path, file)) return new(path, file);
        }
        catch (IOException e) when (Array.IndexOf(Taken, e.HResult) >= 0)
        {
            return null;
        }

        file.Dispose();
        return null;
    }

    // Whoever had it before may have deleted the file between our opening and our locking it; its name is another file's then, or nobody's.
    private static bool IsStill(string path, FileStream file)
    {
        if (OperatingSystem.IsWindows()) return true;
        var mark = DateTime.UnixEpoch.AddSeconds(RandomNumberGenerator.GetInt32(1, int.MaxValue));
        File.SetLastWriteTimeUtc(file.SafeFileHandle, mark);
        return File.GetLastWriteTimeUtc(path) == mark;
    }
}
