using System.CommandLine;
using System.Text;
using Archway.Cli.Files;
using Archway.Cli.Reports.Gpu;
using Archway.Gpu.Checks;
using Archway.Gpu.Explaining;

namespace Archway.Cli.Commands.Gpu;

/// <summary><c>archway gpu explain TEXT|FILE|-</c></summary>
internal static class GpuExplainCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Argument<string[]> text = new("text") { Description = "An error text, a file that holds a log, a check's id as GPU-C01, or - for standard input.", Arity = ArgumentArity.OneOrMore };
        var format = Arguments.Format("table", "markdown", "json");
        TaughtCommand command = new("explain", "Tells what an error of GPU containers means, why it comes, and what to do.",
            """
            Case, quotes, colours and line breaks may differ from what a tool wrote; a log may have any length.
            Answers 2 when nothing in the text is known.

            Examples:
              archway gpu explain 'Failed to initialize NVML: Driver/library version mismatch'
              docker logs app 2>&1 | archway gpu explain -
              archway gpu explain kubelet.log
              archway gpu explain GPU-G03
            """) { text, format };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(text), parsed.GetValue(format)!, surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] words, string format, Surroundings surroundings, CancellationToken cancellationToken)
    {
        Explanation explanation;
        if (words is [var one] && GpuChecks.Find(one) is { } check) explanation = new([new(check, 0, "", 0, [])], 0);
        else
        {
            await using var stream = Open(words, surroundings);
            try
            {
                explanation = await Explanation.OfAsync(stream, cancellationToken);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new CommandException($"cannot read {InputFile.Shown(words[0])}: {FileProblem.Of(fault)}");
            }
        }

        ExplanationReport.Write(explanation, words is ["-"] || explanation.Lines > 1, format, surroundings);
        if (!explanation.Errors.IsEmpty) return ExitCodes.Done;
        await surroundings.Error.WriteLineAsync($"archway: {ExplanationReport.Nothing(explanation)}");
        return ExitCodes.Failed;
    }

    private static Stream Open(string[] words, Surroundings surroundings)
    {
        if (words is ["-"]) return surroundings.OpenInput();
        if (words is not [var name] || name.Length > 1024 || name.Contains('\n', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal)
            || Path.GetFullPath(name, surroundings.WorkingFolder) is not { } path || !Path.Exists(path)) return new MemoryStream(Encoding.UTF8.GetBytes(string.Join(' ', words)));
        try
        {
            return Directory.Exists(path) ? throw new IOException("it is a folder") : File.OpenRead(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot read {name}: {FileProblem.Of(fault)}");
        }
    }
}
