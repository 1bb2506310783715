using Archway.Oci.Platforms;
using Archway.Verifying.Binaries;

namespace Archway.Judging.Contents;

/// <summary>Tells why a file for another machine may be there: because the same is there for this machine.</summary>
/// <remarks>The rule stands in docs/rules/I106.md, which people read to learn why a file is not told of.</remarks>
internal sealed class Companions
{
    // Where Debian and others keep what boot loaders, emulators and devices load.
    private static readonly string[] DataFolders = ["/usr/share/", "/lib/firmware/", "/usr/lib/firmware/", "/boot/", "/usr/lib/grub/", "/usr/lib/u-boot/"];

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
        if (IsOfOtherSystem(file)) return "it is of another system, which this machine would not run either way";
        if (NamedPlatform.IsEmulator(file.Path)) return "it runs programs of another machine while an image is built";
        if (IsTestData(file.Path)) return "it lies in a folder of test data";
        if (IsData(file)) return "it is data that no kernel is asked to run, such as another machine's firmware";
        // Only what says itself which machine it is for is there on purpose.
        var pair = NamedPlatform.Find(file.Path);
        if ((pair ?? NamedPlatform.FindWord(file.Path)) is not { } named || !file.Content.Platforms.Any(platform => IsSame(platform, named)))
            return null;
        if (_paths.Contains(MaskedPath.Of(file.Path))) return "the same file is there for this machine";
        if (pair is not null && IsOfToolchain(file.Path)) return _hasPrograms ? "a compiler for another machine keeps it" : null;
        // Every image of Debian has a folder of libraries that names this machine, so that one beside it says nothing.
        return MaskedPath.FolderOf(file.Path) is { } folder && _folders.Contains(folder) && !IsOfSystem(folder)
            ? "the folder beside it has files for this machine"
            : null;
    }

    // Linux runs a program whatever system it says that it is for, so that counts only where its path says the same.
    private static bool IsOfOtherSystem(MachineFile file) => file.Content is not (ElfFile or ObjectArchive)
        || ((file.Inside is not null || !file.IsOfLinux) && NamedPlatform.NamesOtherSystem(file.Path));

    // Go's tools leave the folders of that name alone in sources; a program elsewhere may lie in one and be started.
    private static bool IsTestData(string path) => path.IndexOf("/testdata/", StringComparison.Ordinal) is > 0 and var at
        && path.AsSpan(0, at + 1) is var folder
        && (folder.Contains("/src/", StringComparison.Ordinal) || folder.Contains("/pkg/mod/", StringComparison.Ordinal));

    private static bool IsData(MachineFile file) => file.Inside is null && !file.Holder.IsExecutable
        && Array.Exists(DataFolders, folder => file.Path.StartsWith(folder, StringComparison.Ordinal));

    private static bool IsOfSystem(string folder) =>
        folder.LastIndexOf('/') is > 0 and var slash && folder[..slash] is "/lib" or "/usr/lib" or "/usr/local/lib" or "/usr/libexec";

    private static bool IsSame(Platform one, Platform other) => (one.Os, one.Architecture) == (other.Os, other.Architecture);

    // /usr/x86_64-linux-gnu/lib, /usr/lib/gcc-cross/x86_64-linux-gnu/12: https://wiki.debian.org/Multiarch/CrossDependencies
    private static bool IsOfToolchain(string path) => MaskedPath.FolderOf(path) is { } folder
        && (folder.StartsWith("/usr/*", StringComparison.Ordinal) || folder.Contains("/gcc-cross/*", StringComparison.Ordinal)
            || folder.Contains("/gcc/*", StringComparison.Ordinal));
}
