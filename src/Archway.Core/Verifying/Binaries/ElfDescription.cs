using System.Collections.Immutable;
using System.Text;

namespace Archway.Verifying.Binaries;

/// <summary>What was kept of an ELF file, put together.</summary>
internal sealed class ElfDescription(ElfHeader header, ElfSegment[]? segments, ElfDynamic? dynamic, ElfStrings? strings, ulong? versions, KeptBytes kept)
{
    // Of all names together; what is read stays in memory with that of thousands of other files.
    private const int MostText = 16 << 10;

    private readonly ElfSegment[] _segments = segments ?? [];
    private int _textLeft = MostText;
    private ElfGaps _gaps = segments is null ? ElfGaps.Segments : ElfGaps.None;

    internal ElfFile Describe()
    {
        if (dynamic is null && Find(ElfSegment.Dynamic) is { FileLength: > 0 }) _gaps |= ElfGaps.Dynamic;
        if (dynamic is { HasMoreNeeded: true }) _gaps |= ElfGaps.Names;
        var notes = ReadNotes();
        var interpreter = ReadInterpreter();
        ImmutableArray<string> needed = [.. (dynamic?.Needed ?? []).Select(at => Text(at)).OfType<string>()];
        var (name, runPath, rPath) = (Text(dynamic?.Name), Text(dynamic?.RunPath), Text(dynamic?.RPath));
        var glibc = ReadGlibc();
        var kind = Kind(name);
        var isShared = header.Type == ElfHeader.Shared;
        return new ElfFile
        {
            Machine = header.Machine,
            Kind = kind,
            IsPositionIndependent = isShared,
            IsStatic = kind == ElfKind.Executable && Find(ElfSegment.Interpreter) is null && dynamic is not { Needed.Count: > 0 }
                && (_gaps & (ElfGaps.Segments | ElfGaps.Dynamic)) == 0,
            Os = header.System switch { 2 => "netbsd", 6 => "solaris", 9 => "freebsd", 12 => "openbsd", _ => "linux" },
            ArmVersion = header.Machine.Number == ElfMachine.Arm ? ElfSections.FindArmVersion(kept, header) : null,
            Interpreter = interpreter,
            Needed = needed,
            Name = name,
            RunPath = runPath,
            RPath = rPath,
            Alignment = ElfPages.SmallestAlignment(_segments),
            LargestPage = ElfPages.Largest(_segments, isLibrary: isShared && kind == ElfKind.SharedLibrary),
            X86LevelNeeded = notes.X86LevelNeeded,
            X86LevelUsed = notes.X86LevelUsed,
            HasBranchTargets = notes.HasBranchTargets,
            HasSignedReturns = notes.HasSignedReturns,
            BuildId = notes.BuildId,
            GoBuildId = notes.GoBuildId,
            IsGo = notes.GoBuildId is not null || ElfSections.SaysGo(kept, header),
            IsRust = ElfSections.SaysRust(kept, header),
            CLibrary = Library(interpreter, needed, glibc),
            GlibcNeeded = glibc,
            Gaps = _gaps,
        };
    }

    /// <summary>What the type says, and of a shared file, which may be either, whether it is started or loaded.</summary>
    private ElfKind Kind(string? name) => header.Type switch
    {
        ElfHeader.Relocatable => ElfKind.Relocatable,
        ElfHeader.FixedExecutable => ElfKind.Executable,
        // The libraries that can be started as well, such as libc itself, have a name.
        ElfHeader.Shared when dynamic is { IsProgram: true } || (Find(ElfSegment.Interpreter) is not null && name is null) => ElfKind.Executable,
        ElfHeader.Shared => ElfKind.SharedLibrary,
        _ => ElfKind.Other,
    };

    private ElfNotes ReadNotes()
    {
        ElfNotes notes = new();
        foreach (var segment in _segments.Where(segment => segment is { IsNote: true, FileLength: > 0 }))
            if (kept.TryFind(segment.Offset, segment.FileLength, out var bytes)) notes.Read(bytes, segment.Alignment, header);
            else _gaps |= ElfGaps.Notes;
        return notes;
    }

    private string? ReadInterpreter()
    {
        if (Find(ElfSegment.Interpreter) is not { FileLength: > 0 } segment) return null;
        if (kept.TryFind(segment.Offset, segment.FileLength, out var path))
            return Encoding.UTF8.GetString(path.IndexOf((byte)0) is >= 0 and var end ? path[..end] : path);
        _gaps |= ElfGaps.Interpreter;
        return null;
    }

    private Version? ReadGlibc()
    {
        if (dynamic?.Versions is null) return null;
        var (glibc, isWhole) = versions is { } table && strings is { } names ? ElfVersions.ReadGlibc(table, names, header.Layout, kept) : (null, false);
        if (!isWhole) _gaps |= ElfGaps.Versions;
        return glibc;
    }

    private string? Text(ulong? at)
    {
        if (at is not { } place) return null;
        var isFound = false;
        var bytes = strings is { } table ? table.Find(kept, place, out isFound) : [];
        _textLeft -= bytes.Length;
        if (isFound && _textLeft >= 0) return Encoding.UTF8.GetString(bytes);
        _gaps |= ElfGaps.Names;
        return null;
    }

    private ElfSegment? Find(uint type)
    {
        foreach (var segment in _segments)
            if (segment.Type == type) return segment;
        return null;
    }

    private static CLibrary Library(string? interpreter, ImmutableArray<string> needed, Version? glibc)
    {
        var linker = interpreter?[(interpreter.LastIndexOf('/') + 1)..] ?? "";
        if (linker.StartsWith("ld-musl-", StringComparison.Ordinal) || needed.Any(name => name.StartsWith("libc.musl-", StringComparison.Ordinal)))
            return CLibrary.Musl;
        if (linker.StartsWith("ld-linux", StringComparison.Ordinal) || needed.Any(name => name is "libc.so.6" or "libc.so.6.1") || glibc is not null)
            return CLibrary.Glibc;
        // Android's has the same name, and parts of it have names of their own.
        return needed.Contains("libc.so") && !needed.Contains("libdl.so") && !needed.Contains("liblog.so") ? CLibrary.Musl : CLibrary.Untold;
    }
}
