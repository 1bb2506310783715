using Archway.Oci.Platforms;

namespace Archway.Verifying.Binaries;

/// <summary>The platform that a path says its file is for.</summary>
/// <remarks>
/// Packages for several platforms name each: natives in jars, prebuilt modules of node, wheels, folders of compilers and of Debian's multiarch.
/// The innermost name counts. A tool that works on files of another platform, such as <c>aarch64-linux-gnu-ld</c>, is not for that platform.
/// </remarks>
internal static class NamedPlatform
{
    // The longest path that Linux opens.
    private const int LongestPath = 4096;

    private static readonly string[] Natives = [".so", ".node", ".a", ".o", ".dylib", ".jnilib", ".dll", ".pyd"];

    // The machines of qemu's emulators that no image has a name for.
    private static readonly string[] Emulated =
    [
        "aarch64_be", "alpha", "armeb", "cris", "hexagon", "hppa", "m68k", "microblaze", "microblazeel", "mipsn32", "mipsn32el", "nios2", "or1k", "ppc", "ppc64abi32",
        "riscv32", "sh4", "sh4eb", "sparc", "sparc32plus", "sparc64", "tilegx", "xtensa", "xtensaeb", "loongarch64",
    ];

    private static readonly string[] OtherSystems = ["netbsd", "openbsd", "dragonfly", "dragonflybsd", "sunos", "solaris", "aix", "haiku", "illumos"];

    /// <summary>The platform; null where the path names none, or several.</summary>
    internal static Platform? Find(string path)
    {
        if (path.Length > LongestPath || IsEmulator(path)) return null;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) return null;
        if (OfFile(parts[^1]) is { } named) return named;
        for (var i = parts.Length - 2; i >= 0; i--)
        {
            if (OfMultilib(parts, i) is (true, var other)) return other;
            if (PlatformName.FindPair(parts[i]) is { } platform) return platform;
            if (i > 0 && PlatformName.FindPair(parts[i - 1], parts[i]) is { } pair) return pair;
            if (PlatformName.FindTarget(parts[i]) is { } target && !IsTool(parts, i)) return target;
        }

        return null;
    }

    /// <summary>The platform of the innermost part that names an architecture and no system: <c>x64/libfoo.so</c>, <c>gosu-amd64</c>.</summary>
    /// <remarks>By itself it says little, since tools for a machine are named so too; beside its like it does.</remarks>
    internal static Platform? FindWord(string path)
    {
        if (path.Length > LongestPath || IsEmulator(path)) return null;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
            if (NameWords.Of(parts[i].Split('.')[0]).Select(ArchitectureWord.Of).OfType<(string, string?)>().Distinct().ToArray() is [var (architecture, variant)])
                return Platform.Of("linux", architecture, variant);
        return null;
    }

    /// <summary>Whether the file runs programs of another machine for the kernel, as <c>/usr/bin/qemu-aarch64-static</c> does.</summary>
    /// <remarks>
    /// It is for the machine that builds the image and not for the one that the image is for; whole machines, <c>qemu-system-aarch64</c>, are
    /// another thing.
    /// </remarks>
    internal static bool IsEmulator(string path)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        if (!file.StartsWith("qemu-", StringComparison.Ordinal) || file.Length > LongestPath) return false;
        var emulated = file[5..];
        if (emulated.EndsWith("-static", StringComparison.Ordinal)) emulated = emulated[..^7];
        return Emulated.Contains(emulated) || (NameWords.Of(emulated) is [var word] && ArchitectureWord.BesideSystem(word) is not null);
    }

    /// <summary>Whether a part of the path is the name of a system that is not Linux: <c>x86_64-FreeBSD/libfoo.so</c>.</summary>
    internal static bool NamesOtherSystem(string path) => path.Length <= LongestPath
        && path.Split('/').Any(part => NameWords.Of(part.Split('.')[0]).Any(word => OtherSystems.Contains(word) || SystemWord.Of(word) is not (null or "linux")));

    /// <summary>Parts of a file's name, the last first: <c>binding.linux-x64-gnu.node</c>, <c>_ssl.cpython-312-aarch64-linux-gnu.so</c>.</summary>
    private static Platform? OfFile(string file)
    {
        if (file.EndsWith(".whl", StringComparison.Ordinal)) return WheelTag.FindPlatform(file[..^4]);
        var pieces = file.Split('.', 16);
        for (var i = pieces.Length - 1; i >= 0; i--)
            if ((PlatformName.FindPair(pieces[i]) ?? PlatformName.FindTarget(pieces[i])) is { } platform) return platform;
        // libnetty_transport_native_epoll_aarch_64.so, libc.musl-x86_64.so.1, ld-musl-aarch64.so.1: only the architecture, and last.
        if (!IsNative(file)) return null;
        for (var i = pieces.Length - 1; i >= 0; i--)
            if (NameWords.Of(pieces[i]) is [_, .., var last] && ArchitectureWord.Of(last) is var (architecture, variant))
                return Platform.Of(SystemOf(file), architecture, variant);
        return null;
    }

    private static string SystemOf(string file) => Path.GetExtension(file) switch
    {
        ".dylib" or ".jnilib" => "darwin",
        ".dll" or ".pyd" => "windows",
        _ => "linux",
    };

    private static bool IsNative(string file) => Array.Exists(Natives, file.EndsWith) || file.Contains(".so.", StringComparison.Ordinal);

    /// <summary>Whether the file is a program that stands beside what it makes for a target, and is itself for the machine that compiles.</summary>
    /// <remarks><c>/usr/lib/gcc-cross/aarch64-linux-gnu/12/cc1</c>, <c>/usr/aarch64-linux-gnu/bin/ld</c>.</remarks>
    private static bool IsTool(string[] parts, int at) =>
        !IsNative(parts[^1]) && ((at > 0 && parts[at - 1] is "gcc" or "gcc-cross") || parts[^2] is "bin" or "sbin" or "libexec");

    /// <summary>Folders for the other size of addresses, which only x86 has in use: <c>/usr/lib32</c>, <c>gcc/x86_64-linux-gnu/12/32</c>.</summary>
    private static (bool IsOther, Platform? Platform) OfMultilib(string[] parts, int at)
    {
        var isOfGcc = at > 2 && parts[at - 3] is "gcc" or "gcc-cross" && PlatformName.FindTarget(parts[at - 2]) is { Architecture: "amd64" };
        return (parts[at], isOfGcc) switch
        {
            // x32, for which images have no name.
            ("libx32", _) or ("x32", true) => (true, null),
            ("lib32", _) or ("32", true) => (true, Platform.Of("linux", "386")),
            _ => (false, null),
        };
    }
}
