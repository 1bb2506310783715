using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Archway.Cli.Commands;

/// <summary>The usual help, and behind it what a command teaches besides: how it answers, examples.</summary>
/// <param name="usual">The usual help.</param>
/// <param name="start">What a new user is shown first.</param>
internal sealed class TeachingHelp(HelpAction usual, string start) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var exit = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command switch { TaughtCommand taught => taught.More, RootCommand => start, _ => null } is { } more)
            parseResult.InvocationConfiguration.Output.WriteLine(more + "\n");
        return exit;
    }
}

/// <summary>A command that has more to say than fits the list of commands.</summary>
/// <param name="name">The word that starts it.</param>
/// <param name="description">One sentence.</param>
/// <param name="more">What stands below its options in its help.</param>
internal sealed class TaughtCommand(string name, string description, string more) : Command(name, description)
{
    internal string More { get; } = more;

    /// <summary>Whether options that the command line leaves open come from the environment and the user's configuration.</summary>
    internal bool HeedsSettings { get; init; } = true;
}
