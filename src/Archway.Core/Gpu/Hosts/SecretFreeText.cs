using System.Text.RegularExpressions;

namespace Archway.Gpu.Hosts;

/// <summary>Text of a configuration with what may be secret blanked; the lines stay, so that places in it stay true.</summary>
internal static partial class SecretFreeText
{
    private const string Blank = "***";

    /// <summary>The text without logins in addresses, values of members that hold secrets, and values of the environment.</summary>
    internal static string Of(string path, string text)
    {
        // What the kernel and the distribution say of themselves.
        if (path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/sys/", StringComparison.Ordinal) || path.EndsWith("/os-release", StringComparison.Ordinal)) return text;
        text = Login().Replace(text, $"$1{Blank}@");
        text = Proxy().Replace(text, $"$1{Blank}@");
        // Lines stay, and what is left is still what it was: TOML, JSON, YAML.
        text = Long().Replace(text, match => $"{match.Groups[1].Value}{match.Groups[2].Value}{Blank}{new string('\n', match.Groups[3].Value.Count(c => c == '\n'))}{match.Groups[2].Value}");
        text = Several().Replace(text, match => match.Groups[1].Value + Values().Replace(match.Groups[2].Value, $"$1$2{Blank}$2"));
        text = HeaderTable().Replace(text, match => match.Groups[1].Value + Values().Replace(match.Groups[2].Value, $"$1$2{Blank}$2"));
        text = Environment().Replace(text, match => match.Groups[1].Value + Given().Replace(match.Groups[2].Value, given => given.Groups[2].Value.StartsWith("NVIDIA_", StringComparison.Ordinal) ? given.Value : given.Groups[1].Value + Blank + given.Groups[3].Value));
        text = Member().Replace(text, $"$1{Blank}$3");
        text = Bare().Replace(text, $"$1{Blank}");
        text = Header().Replace(text, $"$1{Blank}");
        if (!path.Contains("/systemd/", StringComparison.Ordinal) && !path.EndsWith(".env", StringComparison.Ordinal)) return text;
        return Variable().Replace(text, match => match.Groups[2].Value.StartsWith("NVIDIA_", StringComparison.Ordinal) ? match.Value : match.Groups[1].Value + Blank);
    }

    // scheme://user:password@host
    [GeneratedRegex(@"([a-z][a-z0-9+.-]{0,20}://)[^\s/@""']{1,2000}@", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Login();

    // proxy = user:password@host, which no scheme stands before.
    [GeneratedRegex("""(proxy["']?\s*[:=]\s*["']?)[^\s/@"'\[{]{1,2000}@""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Proxy();

    // A value over several lines.
    [GeneratedRegex(""""((?:pass(?:word|wd|phrase)?|secret|token|auth|credential|api_?key|private_?key|access_?key|headers?)s?[\w-]{0,40}["']?\s*=\s*)("""|''')(.{0,8000}?)\2"""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Long();

    // A list, or a table in one line.
    [GeneratedRegex("""((?:pass(?:word|wd|phrase)?|secret|token|auth|credential|api_?key|private_?key|access_?key|headers?)s?[\w-]{0,40}["']?\s*[:=]\s*)(\{[^{}]{0,4000}\}|\[[^\[\]]{0,4000}\])""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Several();

    // [plugins."…".registry.headers], up to the next table.
    [GeneratedRegex("""(?m)(^[ \t]*\[[^\]\r\n]*headers["']?\][^\r\n]*\r?\n)((?:(?![ \t]*\[)[^\n]*\n?)+)""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HeaderTable();

    // What stands in quotes and is no name of what follows.
    [GeneratedRegex("""([=:\[,]\s*)(["'])(?![^"'\r\n]*["']\s*[:=])[^"'\r\n]*\2""", RegexOptions.CultureInvariant)]
    private static partial Regex Values();

    // "env": ["NAME=value"]
    [GeneratedRegex("""(\benv(?:ironment)?["']?\s*[:=]\s*)(\[[^\[\]]{0,8000}\])""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Environment();

    [GeneratedRegex("""(["']([A-Za-z_][A-Za-z0-9_]*)=)[^"'\r\n]*(["'])""", RegexOptions.CultureInvariant)]
    private static partial Regex Given();

    // "password": "…" of JSON, password = '…' of TOML.
    [GeneratedRegex("""((?:pass(?:word|wd|phrase)?|secret|token|auth|identity_?token|credential|api_?key|private_?key|access_?key)s?[\w-]{0,40}["']?\s*[:=]\s*(["']))(?!\s*[\[{])[^"'\r\n]*(["'])""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Member();

    // splunk-token=… in a list of options; YAML without quotes.
    [GeneratedRegex("""((?:pass(?:word|wd|phrase)?|secret|token|identity_?token|credential|api_?key|private_?key|access_?key)s?[\w-]{0,40}\s?[:=]\s?)(?!["'\[{\s])[^\s"',]+""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Bare();

    [GeneratedRegex("""((?:authorization|x-[\w-]{1,40}-token)["']?\s*[:=]\s*[\["']*)[^"'\]\r\n]+""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Header();

    // Environment="NAME=value" of units, NAME=value of files of variables.
    [GeneratedRegex("""(?m)(^[ \t]*(?:Environment=)?["']?([A-Z][A-Z0-9_]*)=)(?!["'\s]*$)[^"'\r\n]+""", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
