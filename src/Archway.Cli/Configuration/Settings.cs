using System.Collections.Immutable;
using System.CommandLine;
using Archway.Cli.Commands;

namespace Archway.Cli.Configuration;

/// <summary>Gives the options that a command line leaves open what the environment or the user's configuration says of them.</summary>
/// <remarks>
/// What they say is put on the command line and parsed as if it had been typed there, so an option that a command gains is a setting too, read by
/// the same grammar and refused in the same words.
/// </remarks>
/// <param name="root">The program's commands.</param>
/// <param name="parse">Parses a command line.</param>
/// <param name="words">Told what settings say.</param>
/// <param name="surroundings">What holds the settings.</param>
internal sealed class Settings(Command root, Func<IReadOnlyList<string>, ParseResult> parse, UserWords words, Surroundings surroundings)
{
    // What only one run can mean.
    private static readonly string[] NoSettings = ["--help", "--version", "--category"];

    private static readonly string[] Yes = ["1", "true", "yes", "on"];
    private static readonly string[] No = ["0", "false", "no", "off"];

    /// <summary>Whether there may be settings.</summary>
    internal static bool MayBeThere(Surroundings surroundings) => EnvironmentSettings.MayBeThere(surroundings) || UserConfiguration.IsThere(surroundings);

    /// <summary>The command line with what it leaves open filled in; as it is when no command runs: it asks for help, or is wrong.</summary>
    /// <exception cref="CommandException">A setting is not what its option takes.</exception>
    internal ParseResult Complete(ParseResult parsed, string[] arguments)
    {
        var command = parsed.CommandResult.Command;
        if (command.Action is null || parsed.Action != command.Action || !Heeds(command)) return parsed;
        var names = Commands(root).Where(Heeds).SelectMany(one => one.Options).Select(option => option.Name).Except(NoSettings).Distinct().ToArray();
        var configured = UserConfiguration.Read(names, surroundings);
        List<string> added = [];
        foreach (var option in command.Options.Where(option => names.Contains(option.Name) && parsed.GetResult(option) is null or { Implicit: true }))
        {
            var setting = EnvironmentSettings.Find(option, surroundings) ?? configured.GetValueOrDefault(option.Name);
            if (setting is not null) added.AddRange(Typed(setting, option, command));
        }

        // Behind -- every word is an argument.
        var end = Array.IndexOf(arguments, "--") is >= 0 and var dashes ? dashes : arguments.Length;
        var complete = added.Count == 0 ? parsed : parse([.. arguments[..end], .. added, .. arguments[end..]]);
        foreach (var remark in IsQuiet(complete) ? [] : EnvironmentSettings.Unknown(names, surroundings))
            surroundings.Error.WriteLine($"archway: {Terminal.SafeText.Clean(remark)}");
        return complete;
    }

    /// <summary>A setting as it would be typed; nothing when only another command's option of that name takes it, as with a format.</summary>
    private string[] Typed(Setting setting, Option option, Command command)
    {
        foreach (var value in setting.Values) words.Add(value);
        if (setting.Values.Length > option.Arity.MaximumNumberOfValues)
            throw new CommandException($"{setting.Origin}: {option.Name} takes one value, not {setting.Values.Length}");
        var typed = setting.Values.Select(value => $"{option.Name}={(option.ValueType == typeof(bool) ? Truth(value, setting) : value)}").ToArray();
        if (ProblemOf(typed, command) is not { } problem) return typed;
        if (Commands(root).Where(Heeds).Any(other => other != command && other.Options.Any(one => one.Name == option.Name) && ProblemOf(typed, other) is null)) return [];
        throw new CommandException($"{setting.Origin}: {string.Join(' ', problem.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}");
    }

    private string? ProblemOf(IEnumerable<string> typed, Command command)
    {
        var path = PathTo(command).Reverse().ToArray();
        return parse([.. path, .. typed]).Errors.Select(error => error.Message).Except(parse(path).Errors.Select(error => error.Message)).FirstOrDefault();
    }

    private static string Truth(string word, Setting setting) =>
        Yes.Contains(word, StringComparer.OrdinalIgnoreCase) ? "true"
        : No.Contains(word, StringComparer.OrdinalIgnoreCase) ? "false"
        : throw new CommandException($"{setting.Origin}: {setting.Option} takes true or false, not '{word}'");

    private static bool IsQuiet(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == "--quiet") is Option<bool> quiet && parsed.GetValue(quiet);

    private static bool Heeds(Command command) => command is not TaughtCommand { HeedsSettings: false };

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    private IEnumerable<string> PathTo(Command command)
    {
        for (var at = command; at is not null && at != root; at = at.Parents.OfType<Command>().FirstOrDefault()) yield return at.Name;
    }
}
