using System.CommandLine;
using System.CommandLine.Parsing;
using Archway.Oci;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Cli.Commands;

/// <summary>Options that several commands share, and the door from a grammar's sentence to a usage error.</summary>
internal static class Arguments
{
    /// <summary>Lets a grammar read an argument: its sentence is the user's message.</summary>
    internal static Func<ArgumentResult, T?> Read<T>(Func<string, Parsed<T>> grammar) where T : class => result =>
    {
        var parsed = grammar(result.Tokens[0].Value);
        if (parsed.Problem is { } problem) result.AddError(problem);
        return parsed.Value;
    };

    /// <summary>The same for an option that may be repeated.</summary>
    internal static Func<ArgumentResult, T[]?> ReadAll<T>(Func<string, Parsed<T>> grammar) where T : class =>
        result => ReadAll(result.Tokens.Select(token => token.Value), grammar, result);

    /// <summary>The same where a comma stands between values too, since none holds one; a password would.</summary>
    internal static Func<ArgumentResult, T[]?> ReadList<T>(Func<string, Parsed<T>> grammar) where T : class => result => ReadAll(
        result.Tokens.SelectMany(token => WrittenLogin.IsIn(token.Value) ? [token.Value] : token.Value.Split(',', StringSplitOptions.TrimEntries)), grammar, result);

    /// <summary>An option of words that anybody may choose, separated by commas or repeated.</summary>
    internal static Option<string[]> List(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = ReadList(word => word.Length > 0
            ? Parsed.Value(word)
            : Parsed.Problem<string>($"{name} has an empty value; write one on each side of a comma")),
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>An option of words that are known, separated by commas or repeated.</summary>
    internal static Option<string[]> List(string name, string[] words, string description)
    {
        var option = List(name, string.Join('|', words), description);
        option.CustomParser = ReadList(word => words.Contains(word)
            ? Parsed.Value(word)
            : Parsed.Problem<string>($"{name} takes {string.Join(", ", words[..^1])} or {words[^1]}, not '{word}'"));
        option.CompletionSources.Add(words);
        return option;
    }

    private static T[] ReadAll<T>(IEnumerable<string> words, Func<string, Parsed<T>> grammar, ArgumentResult result) where T : class
    {
        var parsed = words.Select(grammar).ToArray();
        foreach (var problem in parsed.Select(one => one.Problem).OfType<string>()) result.AddError(problem);
        return [.. parsed.Select(one => one.Value).OfType<T>()];
    }

    internal static Option<Platform[]> Platforms() => new("--platform", "-p")
    {
        Description = "A platform every image must run on, as os/architecture; may be repeated.",
        HelpName = "os/arch",
        DefaultValueFactory = _ => [Platform.LinuxArm64],
        CustomParser = ReadList(Platform.Read),
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    internal static Option<Platform[]> SomePlatforms(string description) => new("--platform", "-p")
    {
        Description = description,
        HelpName = "os/arch",
        CustomParser = ReadList(Platform.Read),
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    internal static Option<string> Format(params string[] formats) => new Option<string>("--format", "-f")
    {
        Description = $"How the report is written: {string.Join(", ", formats)}.",
        HelpName = "format",
        DefaultValueFactory = _ => formats[0],
    }.AcceptOnlyFromAmong(formats);

    internal static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Only the report: no progress, no remarks." };
}
