using System.Text.RegularExpressions;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>How sources name 64-bit x86.</summary>
internal enum ArchitectureSpelling
{
    /// <summary><c>amd64</c>, as Go, Debian and image platforms do, whose word for 64-bit Arm is <c>arm64</c>.</summary>
    Amd64,

    /// <summary><c>x86_64</c> or <c>x86-64</c>, as <c>uname -m</c> does, whose word for 64-bit Arm is <c>aarch64</c>.</summary>
    X8664,

    /// <summary><c>x64</c>, <c>linux64</c> or <c>64bit</c>, to which no one word answers.</summary>
    X64,
}

/// <summary>A word that names 64-bit x86 in the text of a file.</summary>
/// <param name="Start">The offset of its first character in the file.</param>
/// <param name="Text">The word as written.</param>
/// <param name="Spelling">Whose word it is.</param>
internal readonly partial record struct ArchitectureToken(int Start, string Text, ArchitectureSpelling Spelling)
{
    internal int End => Start + Text.Length;

    /// <summary>Whether a text may hold such a word at all.</summary>
    internal static bool MayStandIn(ReadOnlySpan<char> text) =>
        text.Has("64");

    /// <summary>The words between two offsets of a text.</summary>
    internal static IEnumerable<ArchitectureToken> In(string text, int start, int end)
    {
        if (!MayStandIn(text.AsSpan(start, end - start))) yield break;
        for (var match = Token().Match(text, start, end - start); match.Success; match = match.NextMatch())
        {
            // A match within a part of a text does not look at what stands before it.
            if (match.Index > 0 && match.Index == start && char.IsAsciiLetterOrDigit(text[start - 1])) continue;
            if (IsDefault(text, match.Index)) continue;
            yield return new(match.Index, match.Value, match.Value switch
            {
                "amd64" => ArchitectureSpelling.Amd64,
                "x86_64" or "x86-64" => ArchitectureSpelling.X8664,
                _ => ArchitectureSpelling.X64,
            });
        }
    }

    /// <summary>Whether it stands for a variable that has no value: <c>${TARGETARCH:-amd64}</c>.</summary>
    private static bool IsDefault(string text, int at)
    {
        if (at < 4 || text[at - 1] is not ('-' or '=')) return false;
        var end = text[at - 2] == ':' ? at - 2 : at - 1;
        var name = end;
        while (name > 0 && (char.IsAsciiLetterOrDigit(text[name - 1]) || text[name - 1] == '_')) name--;
        return name < end && name > 1 && text[name - 1] == '{' && text[name - 2] == '$';
    }

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:amd64|x86_64|x86-64|x64|[Ll]inux64|(?<=[Ll]inux[-_])64bit)(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
