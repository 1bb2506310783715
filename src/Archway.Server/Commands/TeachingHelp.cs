using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Archway.Server.Commands;

/// <summary>The usual help, and behind it what a command teaches besides.</summary>
/// <param name="usual">The usual help.</param>
internal sealed class TeachingHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var exit = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is TaughtCommand { More: var more }) parseResult.InvocationConfiguration.Output.WriteLine(more + "\n");
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
}
