using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Archway.Oci;

namespace Archway.Server.Commands;

/// <summary>Options of the kinds that the commands share.</summary>
internal static class Options
{
    /// <summary>Lets a grammar read an argument: its sentence is the user's message.</summary>
    internal static Func<ArgumentResult, T?> Read<T>(Func<string, Parsed<T>> grammar) where T : class => result =>
    {
        var parsed = grammar(result.Tokens[0].Value);
        if (parsed.Problem is { } problem) result.AddError(problem);
        return parsed.Value;
    };

    /// <summary>The same for an option that may be repeated.</summary>
    internal static Option<T[]> Several<T>(string name, string helpName, Func<string, Parsed<T>> grammar, string description) where T : class => new(name)
    {
        Description = description,
        HelpName = helpName,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
        {
            var parsed = result.Tokens.Select(token => grammar(token.Value)).ToArray();
            foreach (var problem in parsed.Select(one => one.Problem).OfType<string>()) result.AddError(problem);
            return [.. parsed.Select(one => one.Value).OfType<T>()];
        },
    };

    /// <summary>Words that anybody may choose.</summary>
    internal static Option<string[]> Words(string name, string helpName, string description) => Several(name, helpName, Parsed.Value, description);

    /// <summary>A time in seconds, between two bounds.</summary>
    internal static Option<double> Seconds(string name, double usual, double least, double most, string description) => new(name)
    {
        Description = description,
        HelpName = "seconds",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= most)
                return seconds;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes {least} to {most} seconds, not '{text}'"));
            return 0;
        },
    };

    /// <summary>A whole number between two bounds.</summary>
    internal static Option<int> Number(string name, int usual, int least, int most, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
            result.AddError($"{name} takes {least} to {most}, not '{text}'");
            return 0;
        },
    };

    /// <summary>A port, with an address before it or not: <c>:8443</c>, <c>127.0.0.1:8443</c>.</summary>
    internal static Option<IPEndPoint> Place(string name, int port, string description) => new(name)
    {
        Description = description,
        HelpName = "[address]:port",
        DefaultValueFactory = _ => new(IPAddress.IPv6Any, port),
        CustomParser = ReadPlace,
    };

    /// <summary>Reads such a place.</summary>
    internal static IPEndPoint? ReadPlace(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.StartsWith(':') && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var own)) return new(IPAddress.IPv6Any, own);
        if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var place)) return place;
        result.AddError($"'{text}' is no place to listen; write :8443, or an address before it, like 127.0.0.1:8443");
        return null;
    }
}
