using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Archway.Server;

/// <summary>The settings of the environment: <c>ARCHWAY_LOOKUP_DEADLINE</c> is <c>--lookup-deadline</c>, and a comma stands between several values.</summary>
internal sealed partial class EnvironmentSettings
{
    private const string Prefix = "ARCHWAY_";
    // Shorter ones stand in many a message by chance.
    private const int ShortestTold = 4;
    private const int MostTold = 10;

    private static readonly string[] Yes = ["1", "true", "yes", "on"];
    private static readonly string[] No = ["0", "false", "no", "off"];
    // What only one run can mean.
    private static readonly string[] NoSettings = ["ARCHWAY_HELP", "ARCHWAY_VERSION"];

    private readonly List<(string Option, string Variable, string Value)> _all = [];

    /// <summary>Those of options that the command line leaves open.</summary>
    internal EnvironmentSettings(ParseResult parsed, Surroundings surroundings)
    {
        foreach (var option in parsed.CommandResult.Command.Options)
            if (option.Name.StartsWith("--", StringComparison.Ordinal) && parsed.GetResult(option) is null or { Implicit: true }
                && surroundings.Variable(NameOf(option)) is { Length: > 0 } text)
                if (option.ValueType == typeof(bool)) Add(option, text);
                else foreach (var value in option.Arity.MaximumNumberOfValues == 1 ? [text] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    _all.Add((option.Name, NameOf(option), value));
    }

    /// <summary>What is wrong with one of them, by itself; null where nothing is.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Them, as they would be typed.</summary>
    internal IEnumerable<string> Arguments => _all.Select(one => $"{one.Option}={one.Value}");

    /// <summary>What is wrong with an argument, with the variable that it came from.</summary>
    internal string Named(ParseError error)
    {
        for (SymbolResult? at = error.SymbolResult; at is not null; at = at.Parent)
            if (at is OptionResult { Option.Name: var name } && _all.Find(one => one.Option == name) is { Variable: { } variable }) return $"{variable}: {error.Message}";
        return error.Message;
    }

    /// <summary>A message about an option, or what it was set to, with the variable that it came from.</summary>
    internal string Named(string message) =>
        _all.Find(one => Regex.IsMatch(message, $@"(?<![\w-]){Regex.Escape(one.Option)}(?![\w-])") || (one.Value.Length >= ShortestTold && message.Contains(one.Value, StringComparison.Ordinal)))
            is { Variable: { } variable } ? $"{variable}: {message}" : message;

    /// <summary>A sentence for each variable that looks like a setting and is none.</summary>
    /// <param name="options">The options of all commands: each runs in the same environment.</param>
    /// <param name="surroundings">The environment.</param>
    internal static IEnumerable<string> Unknown(IEnumerable<Option> options, Surroundings surroundings)
    {
        var known = options.Where(option => option.Name.StartsWith("--", StringComparison.Ordinal)).Select(NameOf).Distinct().ToArray();
        return surroundings.VariableNames.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !OfAService().IsMatch(name)).Except(known)
            .Order(StringComparer.Ordinal).Take(MostTold)
            .Select(name => $"{name} in the environment is no setting, and does nothing{(!NoSettings.Contains(name) && Spelling.Nearest(name, known) is { } near ? $"; did you mean {near}?" : "")}");
    }

    private void Add(Option option, string word)
    {
        if (Yes.Contains(word, StringComparer.OrdinalIgnoreCase)) _all.Add((option.Name, NameOf(option), "true"));
        else if (No.Contains(word, StringComparer.OrdinalIgnoreCase)) _all.Add((option.Name, NameOf(option), "false"));
        else Problem ??= $"{NameOf(option)}: {option.Name} takes true or false, not '{word}'";
    }

    private static string NameOf(Option option) => Prefix + option.Name[2..].Replace('-', '_').ToUpperInvariant();

    // Kubernetes tells a pod of every Service beside it: archway-server is ARCHWAY_SERVER_SERVICE_HOST, ARCHWAY_SERVER_PORT and more.
    // https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
    [GeneratedRegex(@"^ARCHWAY(_[A-Z0-9_]+)?_(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfAService();
}
