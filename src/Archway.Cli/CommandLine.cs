using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Archway.Cli.Commands;
using Archway.Cli.Configuration;
using Archway.Resolving.Caching;
using Archway.Scanning;

namespace Archway.Cli;

/// <summary>The whole program but the console: arguments in, exit code out.</summary>
internal static class CommandLine
{
    internal static async Task<int> RunAsync(string[] arguments, Surroundings surroundings, CancellationToken cancellationToken)
    {
        // What scripts ask first of all needs no grammar.
        if (arguments is ["--version"])
        {
            await surroundings.Output.WriteLineAsync(ProgramVersion.Text);
            await surroundings.Output.FlushAsync(cancellationToken);
            return ExitCodes.Done;
        }

        var root = Create(surroundings);
        var parsed = Parse(arguments);
        if (UnknownOption(parsed, arguments) is { } unknown)
        {
            await surroundings.Error.WriteLineAsync(
                $"archway: {Named(parsed)} has no option '{Terminal.SafeText.Clean(unknown)}'; {Named(parsed)} --help lists them");
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
            parsed = new Settings(root, Parse, surroundings).Complete(parsed, arguments);
            var exit = await parsed.InvokeAsync(invocation, cancellationToken);
            if (helpless) await surroundings.Error.WriteLineAsync($"{Named(parsed)} --help tells more");
            await surroundings.Output.FlushAsync(cancellationToken);
            // System.CommandLine answers 1 to a usage error, which would read as 'a threshold was reached'.
            return parsed.Action is ParseErrorAction ? ExitCodes.Failed : exit;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await surroundings.Error.WriteLineAsync("archway: stopped");
            return ExitCodes.Stopped;
        }
        catch (Exception problem) when (problem is CommandException or ScanException or CacheException)
        {
            await surroundings.Error.WriteLineAsync($"archway: {Terminal.SafeText.Clean(problem.Message)}");
            return ExitCodes.Failed;
        }
        catch (IOException broken) when (broken.Message.Contains("pipe", StringComparison.OrdinalIgnoreCase))
        {
            // Whoever read the report has read enough: archway scan | head.
            return ExitCodes.Done;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await surroundings.Error.WriteLineAsync($"archway: {Terminal.SafeText.Clean(fault.Message)}");
            return ExitCodes.Failed;
        }

        // A folder may be named @types; System.CommandLine would read arguments from a file of that name.
        ParseResult Parse(IReadOnlyList<string> words) => root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    // A command that takes words would take a misspelt option for one of them; behind -- everything is a word.
    private static string? UnknownOption(ParseResult parsed, string[] arguments)
    {
        var before = arguments.TakeWhile(argument => argument != "--").ToHashSet(StringComparer.Ordinal);
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens)
            .Select(token => token.Value).FirstOrDefault(word => word.Length > 1 && word[0] == '-' && before.Contains(word));
    }

    private static string Named(ParseResult parsed) => string.Join(' ', Path(parsed.CommandResult).Reverse().Prepend("archway"));

    private static IEnumerable<string> Path(CommandResult command)
    {
        for (var at = command; at.Parent is CommandResult above; at = above) yield return at.Command.Name;
    }

    private static RootCommand Create(Surroundings surroundings)
    {
        RootCommand root = new("Moves container fleets to Arm64 and keeps mixed amd64/arm64 fleets healthy.")
        {
            ScanCommand.Create(surroundings),
            ImageCommand.Create(surroundings),
            CatalogCommand.Create(surroundings),
            ConvertCommand.Create(surroundings),
            CacheCommand.Create(surroundings),
            RegistryCommand.Create(surroundings),
            CompletionCommand.Create(surroundings),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new TeachingHelp((HelpAction)help.Action!,
            """
            Start with:
              archway scan .             every image in this folder: does it run on linux/arm64?
              archway image nginx:1.27   one image in depth
              archway scan --help        more, with examples
            """);
        return root;
    }
}
