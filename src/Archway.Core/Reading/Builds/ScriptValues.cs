using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Pipelines;

namespace Archway.Reading.Builds;

/// <summary>The values that a script itself gives its variables, as far as they are certain: written out, and the same wherever they are set.</summary>
/// <param name="script">The script.</param>
/// <param name="outside">What gives values to the variables that the script does not set, as the file around it does; null where nothing does.</param>
internal sealed partial class ScriptValues(string script, Func<string, Parsed<string>>? outside = null)
{
    private const int LongestText = 4096;
    private Dictionary<string, string?>? _values;

    // Null where a variable is set to this at one place and to that at another.
    private Dictionary<string, string?> Values => _values ??= Read();

    /// <summary>The text with its variables filled in, or why one of them cannot be.</summary>
    internal Parsed<string> Fill(string text)
    {
        if (!text.AsSpan().ContainsAny('$', '`')) return Parsed.Value(text);
        var filled = PipelineVariables.Fill(text, Variable(), Find);
        return filled.Value?.IndexOfAny(['$', '`']) is >= 0 && !filled.Value.Contains("${{", StringComparison.Ordinal)
            ? Parsed.Problem<string>("a part of it is worked out when the script runs")
            : filled;
    }

    private Parsed<string> Find(string variable)
    {
        if (variable.Length > LongestText || Expression().Match(variable) is not { Success: true } match)
            return outside?.Invoke(variable) ?? Parsed.Problem<string>($"${{{variable}}} is worked out when the script runs");
        var name = match.Groups["name"].Value;
        if (Values.TryGetValue(name, out var value))
            return value is null ? Parsed.Problem<string>($"the script sets {name} to more than one value") : Parsed.Value(value);
        var given = outside?.Invoke(name) ?? Parsed.Problem<string>($"nothing in this file sets {name}");
        return given.Value is null && match.Groups["default"] is { Success: true } written ? Parsed.Value(written.Value) : given;
    }

    private Dictionary<string, string?> Read()
    {
        Dictionary<string, string?> values = new(StringComparer.Ordinal);
        foreach (Match set in Assignment().Matches(script))
        {
            var (name, value) = (set.Groups["name"].Value, set.Groups["value"].Value.Trim('"', '\''));
            // NAME=${NAME:-value} is a default for what comes from outside.
            var inner = value.StartsWith("${", StringComparison.Ordinal) && value.EndsWith('}') ? value[2..^1] : "";
            if (Expression().Match(inner) is { Success: true } own && own.Groups["name"].Value == name)
                value = own.Groups["default"].Value;
            values[name] = set.Groups["sign"].Value == "+=" || (values.TryGetValue(name, out var other) && other != value) ? null : value;
        }
        foreach (Match set in Loop().Matches(script)) values[set.Groups["name"].Value] = null;
        return values;
    }

    [GeneratedRegex(@"\$\{([^{}]+)\}|\$\(([A-Za-z_][A-Za-z0-9_]*)\)|\$([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::?[-=](?<default>[^$`]*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();

    [GeneratedRegex(
        """^[ \t]*(?:(?:export|readonly|local|declare|override)[ \t]+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*(?<sign>[?:+]{0,2}=)[ \t]*(?<value>"[^"\r\n]*"|'[^'\r\n]*'|[^\s;#&|"']*)""",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\b(?:for|read|read -r|select)[ \t]+(?<name>[A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Loop();
}
