using Archway.Oci.Platforms;
using Archway.Verifying.Binaries;

namespace Archway.Judging.Contents;

/// <summary>Tells why a file for another machine may be there: because the same is there for this machine.</summary>
/// <remarks>The rule stands in docs/rules/I106.md, which people read to learn why a file is not told of.</remarks>
internal sealed class Companions
{
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly bool _hasPrograms;

    /// <summary>Learns the files for this machine.</summary>
    internal Companions(IEnumerable<MachineFile> fitting)
    {
        foreach (var file in fitting)
        {
            _paths.Add(MaskedPath.Of(file.Path));
            if (MaskedPath.FolderOf(file.Path) is { } folder) _folders.Add(folder);
            _hasPrograms |= file.IsProgram;
        }
    }

    /// <summary>Why the file may be there; null when nothing tells.</summary>
    internal string? Find(MachineFile file)
    {
        if (!file.IsOfLinux) return "it is of another system, which this machine would not run either way";
        if (NamedPlatform.IsEmulator(file.Path)) return "it runs programs of another machine while an image is built";
        if (file.Path.Contains("/testdata/", StringComparison.Ordinal)) return "it lies in a folder of test data";
        // Only what says itself which machine it is for is there on purpose.
        if (NamedPlatform.Find(file.Path) is not { } named || !file.Content.Platforms.Any(platform => IsSame(platform, named))) return null;
        if (_paths.Contains(MaskedPath.Of(file.Path))) return "the same file is there for this machine";
        if (IsOfToolchain(file.Path)) return _hasPrograms ? "a compiler for another machine keeps it" : null;
        // Every image of Debian has a folder of libraries that names this machine, so that one beside it says nothing.
        return MaskedPath.FolderOf(file.Path) is { } folder && _folders.Contains(folder) && !IsOfSystem(folder)
            ? "the folder beside it has files for this machine"
            : null;
    }

    private static bool IsOfSystem(string folder) =>
        folder.LastIndexOf('/') is > 0 and var slash && folder[..slash] is "/lib" or "/usr/lib" or "/usr/local/lib" or "/usr/libexec";

    private static bool IsSame(Platform one, Platform other) => (one.Os, one.Architecture) == (other.Os, other.Architecture);

    // /usr/x86_64-linux-gnu/lib, /usr/lib/gcc-cross/x86_64-linux-gnu/12: https://wiki.debian.org/Multiarch/CrossDependencies
    private static bool IsOfToolchain(string path) => MaskedPath.FolderOf(path) is { } folder
        && (folder.StartsWith("/usr/*", StringComparison.Ordinal) || folder.Contains("/gcc-cross/*", StringComparison.Ordinal)
            || folder.Contains("/gcc/*", StringComparison.Ordinal));
}
