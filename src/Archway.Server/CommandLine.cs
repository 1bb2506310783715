using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Archway.Server.Commands;

namespace Archway.Server;

/// <summary>The whole program but the console: arguments in, exit code out.</summary>
internal static class CommandLine
{
    private const int Failed = 2;
    private const string Prefix = "ARCHWAY_";

    internal static async Task<int> RunAsync(string[] arguments, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (arguments is ["--version"])
        {
            await surroundings.Output.WriteLineAsync(ProgramVersion.Text);
            return 0;
        }

        RootCommand root = new("Places pods of mixed Kubernetes clusters on nodes that run their images, by an admission webhook, and shows how much of what runs is ready.")
        {
            ServeCommand.Create(surroundings), FleetCommand.Create(surroundings), CertificateCommand.Create(surroundings),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new TeachingHelp((HelpAction)help.Action!);
        ParserConfiguration plain = new() { ResponseFileTokenReplacer = null };
        var parsed = root.Parse(arguments, plain);
        if (parsed.Errors.Count == 0 && Told(parsed, surroundings) is { Length: > 0 } more) parsed = root.Parse([.. arguments, .. more], plain);
        if (parsed.Errors.Count > 0 && parsed.CommandResult.Command != root)
        {
            foreach (var error in parsed.Errors) surroundings.Tell(error.Message);
            await surroundings.Error.WriteLineAsync($"archway-server {parsed.CommandResult.Command.Name} --help tells more");
            return Failed;
        }

        try
        {
            var exit = await parsed.InvokeAsync(
                new() { Output = surroundings.Output, Error = surroundings.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);
            return parsed.Action is ParseErrorAction ? Failed : exit;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Failed;
        }
        catch (ServerException problem)
        {
            surroundings.Tell(problem.Message);
            return Failed;
        }
    }

    // What the environment says of options that the command line leaves open: ARCHWAY_LOOKUP_DEADLINE is --lookup-deadline.
    private static string[] Told(ParseResult parsed, Surroundings surroundings) =>
    [
        .. from option in parsed.CommandResult.Command.Options
           where option.Name.StartsWith("--", StringComparison.Ordinal) && parsed.GetResult(option) is null or { Implicit: true }
           let text = surroundings.Variable(Prefix + option.Name[2..].Replace('-', '_').ToUpperInvariant())
           where text is { Length: > 0 }
           from value in option.Arity.MaximumNumberOfValues == 1 ? [text] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           select $"{option.Name}={value}",
    ];
}
