using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Archway.Cli.Commands;
using Archway.Scanning;

namespace Archway.Cli;

/// <summary>The whole program but the console: arguments in, exit code out.</summary>
internal static class CommandLine
{
    internal static async Task<int> RunAsync(string[] arguments, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var parsed = Create(surroundings).Parse(arguments);
        InvocationConfiguration invocation = new()
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            // The token handed in is what stops the work; System.CommandLine listening to signals as well would end it before that token tells why.
            ProcessTerminationTimeout = null,
        };
        try
        {
            var exit = await parsed.InvokeAsync(invocation, cancellationToken);
            // System.CommandLine answers 1 to a usage error, which would read as 'a threshold was reached'.
            return parsed.Action is ParseErrorAction ? ExitCodes.Failed : exit;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await surroundings.Error.WriteLineAsync("archway: stopped");
            return ExitCodes.Stopped;
        }
        catch (Exception problem) when (problem is CommandException or ScanException)
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
    }

    private static RootCommand Create(Surroundings surroundings)
    {
        RootCommand root = new("Moves container fleets to Arm64 and keeps mixed amd64/arm64 fleets healthy.")
        {
            ScanCommand.Create(surroundings),
            ImageCommand.Create(surroundings),
            CatalogCommand.Create(surroundings),
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
