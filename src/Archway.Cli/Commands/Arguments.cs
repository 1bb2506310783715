using System.CommandLine;
using System.CommandLine.Parsing;
using Archway.Oci;
using Archway.Oci.Platforms;

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

    internal static Func<ArgumentResult, T[]?> ReadAll<T>(Func<string, Parsed<T>> grammar) where T : class => result =>
    {
        var parsed = result.Tokens.Select(token => grammar(token.Value)).ToArray();
        foreach (var problem in parsed.Select(one => one.Problem).OfType<string>()) result.AddError(problem);
        return [.. parsed.Select(one => one.Value).OfType<T>()];
    };

    internal static Option<Platform[]> Platforms() => new("--platform", "-p")
    {
        Description = "A platform every image must run on, as os/architecture; may be repeated.",
        HelpName = "os/arch",
        DefaultValueFactory = _ => [Platform.LinuxArm64],
        CustomParser = ReadAll(Platform.Read),
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    internal static Option<string> Format(params string[] formats) => new Option<string>("--format", "-f")
    {
        Description = $"How the report is written: {string.Join(", ", formats)}.",
        HelpName = "format",
        DefaultValueFactory = _ => "table",
    }.AcceptOnlyFromAmong(formats);

    internal static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Only the report: no progress, no remarks." };
}
