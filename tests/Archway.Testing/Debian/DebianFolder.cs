using System.Runtime.CompilerServices;

namespace Archway.Testing.Debian;

/// <summary>Where Debian's packages, and the layers made of them, are kept between runs.</summary>
internal static class DebianFolder
{
    /// <summary>Its path: <c>artifacts/debian</c> of this checkout.</summary>
    internal static string Path { get; } = System.IO.Path.GetFullPath("../../../artifacts/debian", System.IO.Path.GetDirectoryName(Source())!);

    /// <summary>A folder in it, made where it is not there.</summary>
    internal static string Of(params string[] names) => Directory.CreateDirectory(System.IO.Path.Combine([Path, .. names])).FullName;

    /// <summary>Holds a folder against other runs on this checkout, which fill the same one.</summary>
    internal static async Task<IDisposable> LockAsync(string folder, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(System.IO.Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static string Source([CallerFilePath] string path = "") => path;
}
