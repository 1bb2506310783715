using System.Text.RegularExpressions;

namespace Archway.Reading.Builds;

/// <summary>What the variables of a shell script or a Makefile stand for unless somebody says otherwise.</summary>
/// <param name="script">The script.</param>
internal sealed partial class ScriptVariables(string script)
{
    private const int LongestName = 1024;
    private Dictionary<string, string>? _values;

    /// <summary>The registry that a variable at the head of an image's name usually holds; null when that cannot be told, or it holds none.</summary>
    internal string? RegistryOf(string name)
    {
        if (name.Length > LongestName || Head().Match(name) is not { Success: true } head) return null;
        var variable = head.Groups["name"].Value;
        if ((head.Groups["default"] is { Success: true } written ? written.Value : Values.GetValueOrDefault(variable)) is not { } value) return null;
        var host = value.Split('/')[0];
        return host.AsSpan().ContainsAny('.', ':') && !host.Contains('$', StringComparison.Ordinal) ? host : null;
    }

    /// <summary>What the script sets each variable to first.</summary>
    private Dictionary<string, string> Values => _values ??=
        Assignment().Matches(script).DistinctBy(set => set.Groups["name"].Value)
            .ToDictionary(set => set.Groups["name"].Value, set => set.Groups["value"].Value);

    [GeneratedRegex(@"^\$[{(]?(?<name>[A-Za-z_][A-Za-z0-9_]*)(:?-(?<default>[^{}]*))?[})]?/", RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex(
        @"^[ \t]*((export|readonly|local)[ \t]+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*[?:]{0,2}=[ \t]*[""']?(\$\{\k<name>:?-)?(?<value>[^\s""'{}#;]+)",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
