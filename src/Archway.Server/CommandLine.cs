using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Archway.Server.Commands;

namespace Archway.Server;

/// <summary>The whole program but the console: arguments in, exit code out.</summary>
internal static class CommandLine
{
    private const int Failed = 2;

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
        EnvironmentSettings settings = new(parsed, surroundings);
        if (parsed.Errors.Count == 0) parsed = root.Parse([.. arguments, .. settings.Arguments], plain);
        if (parsed.Action is not TeachingHelp && parsed.CommandResult.Command != root)
            foreach (var unknown in EnvironmentSettings.Unknown(root.Subcommands.SelectMany(command => command.Options), surroundings)) surroundings.Tell(unknown);
        if (settings.Problem is { } problem && parsed.Errors.Count == 0 && parsed.Action is not TeachingHelp)
        {
            surroundings.Tell(problem);
            return Failed;
        }

        if (parsed.Errors.Count > 0 && parsed.CommandResult.Command != root)
        {
            foreach (var error in parsed.Errors) surroundings.Tell(settings.Named(error));
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
        catch (ServerException trouble)
        {
            surroundings.Tell(settings.Named(trouble.Message));
            return Failed;
        }
    }
}
