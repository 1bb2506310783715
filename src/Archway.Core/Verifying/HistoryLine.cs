using System.Text.RegularExpressions;

namespace Archway.Verifying;

/// <summary>The line of an image's history that made a layer, as it may be told.</summary>
/// <remarks>
/// Builders write a build's arguments before the command, as <c>|2 TOKEN=abc USER=me /bin/sh -c make</c>, and people pass passwords by them. Nothing
/// marks where a value ends that has blanks in it, so all of them up to the last shell is left out, and where there is none all that follows. So are
/// logins in addresses.
/// </remarks>
internal static partial class HistoryLine
{
    private const string Run = "RUN ";

    internal static string Told(string line) => Login().Replace(WithoutArguments(line), "://***@");

    private static string WithoutArguments(string line)
    {
        var text = line.AsSpan(line.StartsWith(Run, StringComparison.Ordinal) ? Run.Length : 0);
        if (text.IsEmpty || text[0] != '|') return line;
        var end = text.IndexOf(' ');
        if (end < 2 || text[1..end].ContainsAnyExceptInRange('0', '9')) return line;
        return $"{line.AsSpan(0, line.Length - text.Length + end)} …{ShellIn(text[end..].ToString())}";
    }

    // From " /bin/bash -o pipefail -c make" on.
    private static string ShellIn(string text)
    {
        var words = text.Split(' ');
        for (var i = words.Length - 1; i > 0; i--)
        {
            if (words[i] is not ['-', .., 'c']) continue;
            var shell = i - 1;
            while (shell > 0 && (words[shell] is ['-', ..] or "pipefail")) shell--;
            if (words[shell] is ['/', .., 's', 'h']) return $" {string.Join(' ', words[shell..])}";
        }

        return "";
    }

    [GeneratedRegex(@"://[^\s/@]+@", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Login();
}
