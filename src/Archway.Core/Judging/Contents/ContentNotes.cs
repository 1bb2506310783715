using System.Collections.Immutable;
using System.Globalization;
using Archway.Verifying;
using Archway.Verifying.Archives;

namespace Archway.Judging.Contents;

/// <summary>What to know of an image's content that is for or against nothing.</summary>
internal static class ContentNotes
{
    private const int MostNames = 3;

    internal static IEnumerable<string> Of(ContentFacts facts, ImmutableArray<ForeignFile> foreign)
    {
        if (facts.Programs.IsEmpty) yield return "its config names no program to start";
        foreach (var program in facts.Programs.Where(program => !program.IsThere))
            yield return program.Role == ProgramRole.Interpreter
                ? $"{program.Written}, which runs what it starts, is not there"
                : $"what it starts, {program.Written}, is not there";
        foreach (var program in facts.Programs.Where(program => program.Missing.Length > 0))
            yield return $"{program.File!.Path} needs {Listed(program.Missing)}, which {(program.Missing.Length == 1 ? "is" : "are")} not there for it";
        var objects = foreign.Where(file => file.Role == FileRole.LinkedObject).ToArray();
        if (objects.Length > 0)
            yield return $"{Number(objects.Length, "object file")} to link from {(objects.Length == 1 ? "is" : "are")} for other machines, which nothing runs: "
                + Listed([.. objects.Select(file => file.Path)]);
        var archives = facts.Binaries.Where(file => file.Content is ArchiveContent { Gaps.IsEmpty: false }).ToArray();
        foreach (var archive in archives.Take(MostNames))
            yield return $"{archive.Path} was not read whole: {((ArchiveContent)archive.Content).Gaps[0]}";
        if (archives.Length > MostNames) yield return $"{Number(archives.Length - MostNames, "other archive")} {(archives.Length == MostNames + 1 ? "was" : "were")} not read whole";
        foreach (var gap in facts.Gaps) yield return gap;
    }

    private static string Listed(IReadOnlyCollection<string> names) => names.Count > MostNames
        ? $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more"
        : string.Join(", ", names);

    private static string Number(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
