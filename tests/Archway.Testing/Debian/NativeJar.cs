using System.IO.Compression;

namespace Archway.Testing.Debian;

/// <summary>The jar of JNA as its makers ship it: with the native library of each architecture in a folder of its own.</summary>
/// <remarks>Debian ships it without; here its libraries are put back in.</remarks>
public static class NativeJar
{
    /// <summary>Where a jar has the library of an architecture.</summary>
    public static string Inside(DebianArchitecture architecture) => $"com/sun/jna/linux-{architecture.Wheel.Replace('_', '-')}/libjnidispatch.so";

    /// <summary>The jar with the libraries of some architectures.</summary>
    public static async Task<byte[]> OfAsync(params DebianArchitecture[] architectures)
    {
        using MemoryStream jar = new();
        jar.Write(await DebianArchive.ReadFileAsync(
            await DebianPackages.GetOneAsync(DebianArchitecture.Arm64, "libjna-java"), "usr/share/java/jna-5.13.0.jar", CancellationToken.None));
        await using (ZipArchive zip = new(jar, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var architecture in architectures)
            {
                await using var entry = await zip.CreateEntry(Inside(architecture)).OpenAsync();
                await entry.WriteAsync(await DebianArchive.ReadFileAsync(
                    await DebianPackages.GetOneAsync(architecture, "libjna-jni"), "/libjnidispatch.system.so", CancellationToken.None));
            }
        }

        return jar.ToArray();
    }
}
