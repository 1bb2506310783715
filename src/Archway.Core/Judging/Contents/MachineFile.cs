using Archway.Oci.Platforms;
using Archway.Verifying;
using Archway.Verifying.Archives;
using Archway.Verifying.Binaries;

namespace Archway.Judging.Contents;

/// <summary>A file that is for a machine, by itself or in an archive.</summary>
/// <param name="Holder">The file, or the archive.</param>
/// <param name="Inside">Where in the archive it lies; null for a file of its own.</param>
/// <param name="Content">What it is.</param>
internal sealed record MachineFile(ContentFile Holder, string? Inside, FileContent Content)
{
    // Code for graphics processors, which programs of any machine hand over to a driver: EM_CUDA, EM_AMDGPU.
    private const ushort Cuda = 190;
    private const ushort AmdGpu = 224;

    internal string Path => Inside is null ? Holder.Path : $"{Holder.Path}!/{Inside}";

    /// <summary>Whether Linux could run or load it at all; what is for other systems it never does, whatever the machine.</summary>
    internal bool IsOfLinux => Content is ElfFile { Os: "linux" } or ObjectArchive;

    /// <summary>Whether it is a program; some libraries, such as that of C, can be run as well.</summary>
    internal bool IsProgram => Content is ElfFile { Kind: ElfKind.Executable } or ElfFile { Interpreter: not null, Name: null } or ElfFile { Kind: ElfKind.SharedLibrary, IsStatic: true };

    /// <summary>Whether it is only linked from.</summary>
    internal bool IsObject => Content is ObjectArchive or ElfFile { Kind: ElfKind.Relocatable or ElfKind.Other };

    /// <summary>What it is for, in words.</summary>
    internal string Machine => Content.Platforms.Length > 0
        ? string.Join(", ", Content.Platforms.Select(platform => platform.Canonical))
        : MachineOf(Content) is { } machine ? machine.Name : "no machine";

    /// <summary>Whether a machine of this platform runs it.</summary>
    /// <remarks>64-bit x86 kernels run 32-bit programs as well; 64-bit Arm processors of servers do not.</remarks>
    internal bool Fits(Platform target) => Content.Platforms.Any(platform =>
        target.CanRun(platform) || (target.Architecture == "amd64" && platform is { Os: "linux", Architecture: "386" }));

    /// <summary>All that is for a machine among the files, with what archives hold.</summary>
    internal static IEnumerable<MachineFile> Of(ContentFacts facts)
    {
        foreach (var file in facts.Binaries)
        {
            if (IsForMachine(file.Content)) yield return new(file, null, file.Content);
            if (file.Content is not ArchiveContent archive) continue;
            if (archive.Before is { } before && IsForMachine(before)) yield return new(file, null, before);
            foreach (var inner in archive.Files)
                if (IsForMachine(inner.Content)) yield return new(file, inner.Path, inner.Content);
        }
    }

    private static bool IsForMachine(FileContent content) =>
        content is not (ScriptFile or ArchiveContent or WheelFile)
        && (content.Platforms.Length > 0 || MachineOf(content) is { IsVirtual: false, Number: not (Cuda or AmdGpu) });

    private static ElfMachine? MachineOf(FileContent content) => content switch
    {
        ElfFile elf => elf.Machine,
        ObjectArchive objects => objects.Machine,
        _ => null,
    };
}
