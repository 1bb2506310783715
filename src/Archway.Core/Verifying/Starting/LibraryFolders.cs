using Archway.Verifying.Binaries;

namespace Archway.Verifying.Starting;

/// <summary>Where a dynamic linker looks for libraries.</summary>
/// <remarks><see href="https://man7.org/linux/man-pages/man8/ld.so.8.html"/></remarks>
internal static class LibraryFolders
{
    /// <summary>The folders in which a library for this file is looked for, in order.</summary>
    /// <param name="file">The file that needs it.</param>
    /// <param name="folder">Where that file lies.</param>
    /// <param name="named">What <c>LD_LIBRARY_PATH</c> says; null when nothing.</param>
    internal static IEnumerable<string> Of(ElfFile file, string folder, string? named)
    {
        // The old form counts only where there is none of today's.
        if (file.RunPath is null) foreach (var one in Split(file.RPath, folder)) yield return one;
        foreach (var one in Split(named, folder)) yield return one;
        foreach (var one in Split(file.RunPath, folder)) yield return one;
        if (Triplet(file.Machine) is { } triplet)
        {
            yield return $"/lib/{triplet}";
            yield return $"/usr/lib/{triplet}";
        }

        foreach (var one in (string[])["/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib", "/usr/local/lib64"]) yield return one;
    }

    private static IEnumerable<string> Split(string? folders, string folder) => folders is null ? [] : folders
        .Split(':', 64, StringSplitOptions.RemoveEmptyEntries)
        .Select(one => one.Replace("${ORIGIN}", folder, StringComparison.Ordinal).Replace("$ORIGIN", folder, StringComparison.Ordinal));

    // https://wiki.debian.org/Multiarch/Tuples
    private static string? Triplet(ElfMachine machine) => machine.Architecture switch
    {
        "amd64" => "x86_64-linux-gnu",
        "arm64" => "aarch64-linux-gnu",
        "386" => "i386-linux-gnu",
        "arm" => "arm-linux-gnueabihf",
        "ppc64le" => "powerpc64le-linux-gnu",
        "s390x" => "s390x-linux-gnu",
        "riscv64" => "riscv64-linux-gnu",
        "loong64" => "loongarch64-linux-gnu",
        "mips64le" => "mips64el-linux-gnuabi64",
        _ => null,
    };
}
