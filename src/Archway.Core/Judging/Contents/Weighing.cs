using System.Collections.Immutable;
using System.Globalization;
using Archway.Oci.Platforms;
using Archway.Verifying;
using Archway.Verifying.Archives;

namespace Archway.Judging.Contents;

/// <summary>Weighs the files for other machines against those for this one.</summary>
/// <param name="Target">This machine's platform.</param>
/// <param name="Facts">What was read.</param>
/// <param name="Files">How many files are for any machine.</param>
/// <param name="Foreign">Those for others that nothing explains: what starts first.</param>
/// <param name="Programs">How many programs are for this one.</param>
/// <param name="Libraries">How many libraries are for this one.</param>
internal sealed record Weighing(
    Platform Target, ContentFacts Facts, int Files, ImmutableArray<ForeignFile> Foreign, int Programs, int Libraries)
{
    internal Verification Verification =>
        Foreign is [{ Role: FileRole.Entrypoint or FileRole.Interpreter }, ..] || MostAreForeign ? Verification.Broken
        : Loaded > 0 ? Verification.Suspect
        : Gap is not null ? Verification.None
        : Facts.Extent == ReadingExtent.Entrypoint ? (StartsKnown ? Verification.Entrypoint : Verification.None)
        : Unstarted is not null ? Verification.None
        : Files == 0 ? Verification.Neutral
        : Verification.Verified;

    /// <summary>Why, going on from what the index says.</summary>
    internal string Because => Verification switch
    {
        Verification.Broken when Foreign[0].Role is FileRole.Entrypoint or FileRole.Interpreter =>
            $"but {(Foreign[0].Role == FileRole.Entrypoint ? "what it starts" : "what runs its entrypoint")}, {NameOf(Foreign[0].Holder)}, is for {Foreign[0].Found}{Others}",
        Verification.Broken => $"but {Count(Strangers(IsProgram), Programs, "program")} are for {FoundIn(Foreign)}: {Foreign[0].Path}",
        Verification.Suspect =>
            $"but {Number(Loaded)} of its {Number(Files)} binaries {(Loaded == 1 ? "is" : "are")} for {FoundIn(Foreign)}: {Foreign[0].Path}",
        Verification.None when Gap is not null => $"but its content is not known whole: {Gap}",
        Verification.None => $"but {Unstarted ?? "nothing tells what it starts"}",
        Verification.Entrypoint => $"and what it starts, {NameOf(Started!)}, is for {Machine(Started!)}",
        Verification.Neutral => "and nothing in it is for any machine",
        _ => $"and its {(Files == 1 ? "one binary is" : $"{Number(Files)} binaries are")} for it{(Foreign.Length > 0 ? " or explained" : "")}",
    };

    private bool MostAreForeign => Programs + Strangers(IsProgram) > 0
        ? Strangers(IsProgram) > Programs
        : Strangers(file => file.Role == FileRole.Library) > Libraries;

    // Of what is for a machine, that one; what any machine runs needs an interpreter, which is one of these.
    private ContentFile? Started => Facts.Programs.Select(program => program.File).FirstOrDefault(file => file?.Content.Platforms.IsEmpty == false);

    // As the config calls it, where that is another name.
    private string NameOf(ContentFile file) =>
        Facts.Programs.FirstOrDefault(program => program.File?.Path == file.Path) is { } program && program.Written != file.Path
            ? $"{program.Written} ({file.Path})"
            : file.Path;

    private bool StartsKnown => Started is not null && Facts.Programs.Where(program => program.Role != ProgramRole.Interpreter).All(program => program.IsThere);

    // What is not there may be brought when it is run, and then nobody knows what it is.
    private string? Unstarted => Facts.Programs.FirstOrDefault() switch
    {
        null or { File: not null } => null,
        { IsThere: false } gone => $"what it starts, {gone.Written}, is not there",
        var strange => $"what it starts, {strange.Written}, is neither a program that can be read nor a script that names what runs it",
    };

    // A zip of data may be unreadable; what programs are loaded from may not.
    private string? Gap => Facts.Gaps.FirstOrDefault()
        ?? Facts.Binaries.Where(file => EntryName.IsOfPrograms(file.Path)).Select(ArchiveGap).FirstOrDefault(gap => gap is not null);

    // All but what is only linked from.
    private int Loaded => Foreign.Count(file => file.Role != FileRole.LinkedObject);

    private string Others => Foreign.Length == 1 ? "" : $", and so {(Foreign.Length == 2 ? "is 1 other file" : $"are {Number(Foreign.Length - 1)} other files")}";

    private static string? ArchiveGap(ContentFile file) =>
        file.Content is ArchiveContent { Gaps: [var gap, ..] } ? $"{file.Path} was not read whole: {gap}" : null;

    private static bool IsProgram(ForeignFile file) => file.Role is FileRole.Program or FileRole.Entrypoint or FileRole.Interpreter;

    private int Strangers(Func<ForeignFile, bool> which) => Foreign.Count(which);

    private static string Count(int some, int rest, string what) => $"{Number(some)} of its {Number(some + rest)} {what}s";

    private static string FoundIn(ImmutableArray<ForeignFile> files) =>
        string.Join(" and ", files.Where(file => file.Role != FileRole.LinkedObject).Select(file => file.Found).Distinct().Take(3));

    private static string Machine(ContentFile file) => string.Join(", ", file.Content.Platforms.Select(platform => platform.Canonical));

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
