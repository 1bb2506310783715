using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Archway.Knowing;

/// <summary>The reading of what follows a version in a tag.</summary>
internal static partial class TagSuffix
{
    internal static SuffixKind KindOf(string suffix, ImmutableArray<string> variants)
    {
        var kind = SuffixKind.Plain;
        foreach (var word in Words(suffix))
        {
            if (Plain().IsMatch(word) || NamedArchitecture.Of(word) is not null) continue;
            if (variants.Any(variant => NameGlob.Matches(variant, word))) continue;
            if (!PreRelease().IsMatch(word)) return SuffixKind.Other;
            kind = SuffixKind.PreRelease;
        }
        return kind;
    }

    /// <summary>Whether a tag is an image for Windows, which no Linux machine runs.</summary>
    internal static bool IsWindows(string tag) => Words(tag).Any(word => Windows().IsMatch(word));

    /// <summary>Whether a word of a tag says that it comes before a release: <c>beta.1</c>, <c>rc2</c>.</summary>
    internal static bool IsPreRelease(string word) => PreRelease().IsMatch(word);

    private static string[] Words(string text) => text.Replace("x86_64", "amd64", StringComparison.OrdinalIgnoreCase)
        .Split(['-', '_', '+'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"\A(?:[0-9]{1,8}(?:\.[0-9]+)*z?|r[0-9]+|(?:eksbuild|gke)\.[0-9]+|linux|final|ga|slim|distroless|debug|nonroot|rootless"
            + @"|alpine[0-9.]*|debian[0-9]*|ubuntu[0-9.]*|stretch|buster|bullseye|bookworm|trixie|xenial|bionic|focal|jammy|noble)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(?:alpha|beta|rc|cr|pre|preview|milestone|a|b|m)[0-9.]*\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PreRelease();

    [GeneratedRegex(@"\A(?:nanoserver.*|windowsservercore.*|servercore|windows[0-9.]*|ltsc20[0-9]{2})\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Windows();
}
