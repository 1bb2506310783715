using System.CommandLine;
using System.Globalization;
using Archway.Cli.Files;
using Archway.Cli.Reports;
using Archway.Resolving.Caching;

namespace Archway.Cli.Commands;

/// <summary><c>archway cache path|clear|export|import</c></summary>
internal static class CacheCommand
{
    internal static Command Create(Surroundings surroundings) => new TaughtCommand("cache",
        "Shows, clears, or carries elsewhere what registries answered before.",
        """
        The cache keeps manifests and configs by digest, and what each name last stood for. A scan that may ask registries asks again what a
        name stands for now; with --offline the cache answers, and says as of when. ARCHWAY_CACHE names another folder.

        A machine without a network:
          archway scan . && archway cache export answers.tar.gz     where registries can be reached
          archway cache import answers.tar.gz                       where they cannot
          archway scan . --offline
        """)
    {
        PathCommand(surroundings), ClearCommand(surroundings), ExportCommand(surroundings), ImportCommand(surroundings),
    };

    private static Command PathCommand(Surroundings surroundings) => Doing(new Command("path", "Prints the cache's folder."),
        (_, _) => surroundings.Output.WriteLineAsync(FolderOf(surroundings)));

    private static Command ClearCommand(Surroundings surroundings) => Doing(
        new TaughtCommand("clear", "Removes what archway keeps there, and nothing else.",
            "Files of other names, folders of others, and whatever lies behind a link stay."), async (_, _) =>
        {
            var folder = FolderOf(surroundings);
            var swept = CacheSweep.Clear(folder);
            await surroundings.Output.WriteLineAsync($"removed {Words.Count(swept.Entries, "file")} ({Words.Size(swept.Bytes)}) from {folder}");
            if (swept.Left == 0) return;
            await surroundings.Error.WriteLineAsync(
                $"archway: left {Words.Count(swept.Left, "file or folder", "files and folders")} there that it did not write");
        });

    private static Command ExportCommand(Surroundings surroundings)
    {
        Argument<string> file = new("file") { Description = "Where to write: a tar, compressed by gzip, that only you may read; - is standard output." };
        return Doing(new TaughtCommand("export", "Writes every registry's answers to one file, for a machine without a network.",
            """
            The file holds names of images, their manifests and configs, private ones too; no credential, and nothing from which one could be told.

            Example:
              archway cache export answers.tar.gz
            """) { file }, async (parsed, cancellationToken) =>
            {
                var export = CacheExport.Of(FolderOf(surroundings), cancellationToken);
                var (told, place) = await WriteAsync(export, parsed.GetRequiredValue(file), surroundings, cancellationToken);
                await told.WriteLineAsync($"exported {Words.Count(export.Answers, "answer")} to {place}");
            });
    }

    private static Command ImportCommand(Surroundings surroundings)
    {
        Argument<string> file = new("file") { Description = "What archway cache export wrote; - is standard input." };
        return Doing(new TaughtCommand("import", "Brings in what another machine exported, to be told by --offline.",
            """
            Content is checked against its digest; what a name stood for is believed of the file, so import only one from somebody you trust.
            It adds to what was imported before, the newer answer for a name stands, and a file that cannot be read whole changes nothing.

            Example:
              archway cache import answers.tar.gz && archway scan . --offline
            """) { file }, async (parsed, cancellationToken) =>
            {
                var name = parsed.GetRequiredValue(file);
                await using var export = await InputFile.OpenAsync(name, CacheImport.LargestFile, surroundings, cancellationToken);
                var imported = await CacheImport.ReadAsync(
                    export, InputFile.Shown(name), FolderOf(surroundings), surroundings.Time.GetUtcNow(), cancellationToken);
                var days = new[] { Day(imported.Oldest), Day(imported.Newest) }.Distinct();
                await surroundings.Output.WriteLineAsync(
                    $"imported {Words.Count(imported.Answers, "answer")}, as of {string.Join(" to ", days)}; archway scan --offline tells them");
            });
    }

    // What is told of an export that goes to standard output would spoil it there.
    private static async Task<(TextWriter Told, string Place)> WriteAsync(
        CacheExport export, string name, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (OutputFile.IsStandardOutput(name))
        {
            if (surroundings.OutputWidth is not null) throw new CommandException("an export is nothing for a terminal; name a file, or pipe it on");
            await using var output = surroundings.OpenOutput();
            await export.WriteAsync(output, cancellationToken);
            return (surroundings.Error, "standard output");
        }

        try
        {
            using var written = OutputFile.Open(Path.GetFullPath(name, surroundings.WorkingFolder), isPrivate: true);
            await export.WriteAsync(written.Stream, cancellationToken);
            written.Keep();
            return (surroundings.Output, name);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot export the cache to {name}: {FileProblem.Of(fault)}");
        }
    }

    private static Command Doing(Command command, Func<ParseResult, CancellationToken, Task> run)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await run(parsed, cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string FolderOf(Surroundings surroundings) =>
        Engine.CacheFolder(surroundings) ?? throw new CommandException("there is no place for a cache; name a folder with ARCHWAY_CACHE, or set HOME");

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
