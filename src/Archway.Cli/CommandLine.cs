using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Archway.Cli.Commands;
using Archway.Cli.Commands.Gpu;
using Archway.Cli.Configuration;
using Archway.Resolving.Caching;
using Archway.Scanning;

namespace Archway.Cli;

/// <summary>The whole program but the console: arguments in, exit code out.</summary>
internal static class CommandLine
{
    /// <summary>What a run says that somebody stopped.</summary>
    internal const string StoppedMessage = "archway: stopped";

    internal static async Task<int> RunAsync(string[] arguments, Surroundings surroundings, CancellationToken cancellationToken)
    {
        // What scripts ask first of all needs no grammar.
        if (arguments is ["--version"])
        {
            await surroundings.Output.WriteLineAsync(ProgramVersion.Text);
            await surroundings.Output.FlushAsync(cancellationToken);
            return ExitCodes.Done;
        }

        if (arguments is ["scan" or "image" or "fix", ..]) Engine.MakeReady(reads: true, asks: !arguments.Contains("--offline"));
        if (arguments is ["copy" or "index", ..]) Engine.MakeReady(reads: false, asks: true);
        UserWords words = new(arguments, surroundings);
        // What scripts and people run most need not wait for the grammar of the other commands, which settings alone are weighed against.
        var root = Create(Settings.MayBeThere(surroundings) ? null : arguments.FirstOrDefault(), Array.Exists(arguments, AsksForHelp), surroundings);
        var parsed = Parse(arguments);
        if (Misspelt(parsed, arguments) is { } wrong)
        {
            await surroundings.Error.WriteLineAsync($"archway: {words.Clean(wrong)}");
            return ExitCodes.Failed;
        }

        // The whole help of a command would hide what was wrong with it; where a subcommand is missing, the list of them is the answer.
        var helpless = parsed.Action is ParseErrorAction usage && !(usage.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0);
        InvocationConfiguration invocation = new()
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            // Program hears Ctrl-C; System.CommandLine would cancel by a token of its own, which nobody here knows.
            ProcessTerminationTimeout = null,
        };
        try
        {
            parsed = new Settings(root, Parse, words, surroundings).Complete(parsed, arguments);
            if (helpless)
            {
                // Its own writing would repeat a word of the user's as it is, and a word may be the name of a file that anyone gave.
                foreach (var error in parsed.Errors) await surroundings.Error.WriteLineAsync($"archway: {words.Clean(InOneLine(error.Message))}");
                await surroundings.Error.WriteLineAsync($"{Named(parsed)} --help tells more");
                return ExitCodes.Failed;
            }

            var exit = await parsed.InvokeAsync(invocation, cancellationToken);
            await surroundings.Output.FlushAsync(cancellationToken);
            // System.CommandLine answers 1 to a usage error, which would read as 'a threshold was reached'.
            return parsed.Action is ParseErrorAction ? ExitCodes.Failed : exit;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever broke off: a program that it ran, and that heard the same signal, may have done so before.
            await surroundings.Error.WriteLineAsync(StoppedMessage);
            return ExitCodes.Stopped;
        }
        catch (Exception problem) when (problem is CommandException or ScanException or CacheException)
        {
            await surroundings.Error.WriteLineAsync($"archway: {words.Clean(problem.Message)}");
            return ExitCodes.Failed;
        }
        catch (IOException broken) when (broken.Message.Contains("pipe", StringComparison.OrdinalIgnoreCase))
        {
            // Whoever read the report has read enough: archway scan | head.
            return ExitCodes.Done;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await surroundings.Error.WriteLineAsync($"archway: {words.Clean(fault.Message)}");
            return ExitCodes.Failed;
        }

        // A folder may be named @types; System.CommandLine would read arguments from a file of that name.
        ParseResult Parse(IReadOnlyList<string> words) => root.Parse(PlaceCommand.Complete(VerifyOption.Complete(words), surroundings.WorkingFolder), new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    // What System.CommandLine takes for something else, or says less plainly; behind -- everything is a word.
    private static string? Misspelt(ParseResult parsed, string[] arguments)
    {
        // Where no command can follow, only what looks like an option can be meant for one.
        if (parsed.CommandResult.Command.Subcommands.Count == 0 && !Array.Exists(arguments, word => word.StartsWith('-'))) return null;
        var before = arguments.TakeWhile(argument => argument != "--").ToHashSet(StringComparer.Ordinal);
        // An option without its value would take the next word for it.
        if (before.FirstOrDefault(word => word.StartsWith('-') && word.IndexOf('=', StringComparison.Ordinal) == word.Length - 1) is { } empty)
            return $"{empty} has no value; write one behind it, or leave the option out";
        var command = parsed.CommandResult.Command;
        var known = command.Subcommands.Select(one => one.Name).ToArray();
        // A command that takes words would take a misspelt option for one of them.
        var words = known.Length > 0 && parsed.Action is ParseErrorAction
            ? parsed.UnmatchedTokens
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens).Select(token => token.Value);
        if (words.FirstOrDefault(word => word.Length > 1 && word[0] == '-' && before.Contains(word)) is { } option)
            return $"{Named(parsed)} has no option '{option}'; {Named(parsed)} --help lists them";
        if (known.Length == 0 || words.FirstOrDefault() is not { } unknown) return null;
        return $"{(command is RootCommand ? "there is" : Named(parsed) + " has")} no command '{unknown}'; "
            + (Spelling.Nearest(unknown, known) is { } near ? $"did you mean {near}?" : $"{Named(parsed)} --help lists them");
    }

    private static Command[] Commands(string? first, Surroundings surroundings) => first switch
    {
        "scan" => [ScanCommand.Create(surroundings)],
        "image" => [ImageCommand.Create(surroundings)],
        "fix" => [FixCommand.Create(surroundings)],
        "copy" => [CopyCommand.Create(surroundings)],
        "index" => [IndexCommand.Create(surroundings)],
        "build" => [BuildCommand.Create(surroundings)],
        "pipeline" => [PipelineCommand.Create(surroundings)],
        _ =>
        [
            ScanCommand.Create(surroundings),
            ImageCommand.Create(surroundings),
            FixCommand.Create(surroundings),
            BuildCommand.Create(surroundings),
            IndexCommand.Create(surroundings),
            CopyCommand.Create(surroundings),
            PipelineCommand.Create(surroundings),
            PlaceCommand.Create(surroundings),
            SimulateCommand.Create(surroundings),
            PlanCommand.Create(surroundings),
            GpuCommand.Create(surroundings),
            CatalogCommand.Create(surroundings),
            ExplainCommand.Create(surroundings),
            ConvertCommand.Create(surroundings),
            ReportCommand.Create(surroundings),
            CacheCommand.Create(surroundings),
            RegistryCommand.Create(surroundings),
            CompletionCommand.Create(surroundings),
        ],
    };

    private static string InOneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Named(ParseResult parsed) => string.Join(' ', Path(parsed.CommandResult).Reverse().Prepend("archway"));

    private static IEnumerable<string> Path(CommandResult command)
    {
        for (var at = command; at.Parent is CommandResult above; at = above) yield return at.Command.Name;
    }

    // Letters of several options may stand behind one dash.
    private static bool AsksForHelp(string word) => word is "/h" or "--help" or "/?" or "--version" || (word is ['-', not '-', ..] && word.AsSpan().ContainsAny('h', '?'));

    private static Command Create(string? first, bool asksForHelp, Surroundings surroundings)
    {
        const string About = "Moves container fleets to Arm64 and keeps mixed amd64/arm64 fleets healthy.";
        var commands = Commands(first, surroundings);
        // The options for help and version say what they do in the words of a culture, and to find those costs each start more than to read the command line.
        if (commands is [var only] && !asksForHelp) return new Command("archway", About) { only };
        RootCommand root = new(About);
        foreach (var command in commands) root.Subcommands.Add(command);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new TeachingHelp((HelpAction)help.Action!,
            """
            Start with:
              archway scan .             every image in this folder: does it run on linux/arm64?
              archway image nginx:1.27   one image in depth
              archway fix .              what to change in the sources, as a diff
              archway scan --help        more, with examples
            """);
        return root;
    }
}
