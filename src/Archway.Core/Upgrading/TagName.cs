using System.Text;
using System.Text.RegularExpressions;
using Archway.Knowing;

namespace Archway.Upgrading;

/// <summary>A tag with its version apart from its words: <c>v1.21.3-alpine3.18</c> is 1.21.3 in the flavour <c>v · alpine</c>.</summary>
/// <param name="Text">The tag as written.</param>
/// <param name="Version">Its version; null when it has none, as <c>latest</c>.</param>
/// <param name="Prefix">What stands before the version: <c>v</c>, <c>release-</c>.</param>
/// <param name="Words">What stands behind it without numbers and architectures, and all of a tag without a version: <c>alpine</c>, <c>slim-bookworm</c>.</param>
/// <param name="Architecture">The architecture that it names; null when it names none.</param>
internal sealed partial record TagName(string Text, ReleaseVersion? Version, string Prefix, string Words, string? Architecture)
{
    private const int LongestTag = 128;

    // 1.27.0 has a place beside 1.27, a day is one number: 20240131, 2024-01-31.
    private const long FirstDay = 19_900_101;

    /// <summary>Reads a tag of a registry; null when it is longer than tags may be, or of no one architecture.</summary>
    internal static TagName? Read(string tag)
    {
        if (tag.Length > LongestTag || NamedArchitecture.NamesSeveral(tag)) return null;
        var start = tag.AsSpan().IndexOfAnyInRange('0', '9');
        // The letters before a version end where it begins, or at a mark: 'v1', 'release-1', 'RELEASE.2021-…'; those of 'b7e2' are no such.
        var prefix = start < 0 ? "" : tag[..start];
        var version = start < 0 || (prefix.Length > 0 && prefix is not ("v" or "V") && char.IsAsciiLetter(prefix[^1]))
            ? null
            : ReleaseVersion.Find(Update().Replace(tag[start..], "${major}.${update}"));
        var (stage, suffix) = version is not null && TagSuffix.KindOf(version.Suffix, []) == SuffixKind.PreRelease
            ? PreReleaseStage.Of(version.Suffix)
            : (PreReleaseStage.Release, version?.Suffix ?? tag);
        return new(tag, version, version is null ? "" : prefix, WordsOf(suffix), NamedArchitecture.OfTag(tag)) { Stage = stage, Suffix = suffix };
    }

    /// <summary>How near it is to its release.</summary>
    internal PreReleaseStage Stage { get; private init; }

    /// <summary>What stands behind the version, and behind the stage before a release.</summary>
    private string Suffix { get; init; } = "";

    /// <summary>Whether it names a day rather than a release.</summary>
    internal bool IsDay => Version is { } version
        && (version.Numbers is [>= FirstDay] || (version.Numbers is [>= 1990 and < 2200, >= 1 and <= 12, >= 1 and <= 31] && Text.Contains('-', StringComparison.Ordinal)));

    /// <summary>Whether it is a release before the release: <c>2.0.0-rc.1</c>.</summary>
    internal bool IsPreRelease => Stage != PreReleaseStage.Release;

    /// <summary>What stands behind the version without architectures and builds: <c>alpine3.18</c>, <c>debian-12</c> of <c>debian-12-r5</c>.</summary>
    internal string Flavour => IsDay || Version is null ? Words : FlavourOf(Suffix);

    /// <summary>Whether its first number is written with a zero before it: <c>01.13.14</c>.</summary>
    internal bool HasPaddedMajor => Version is not null && Text.AsSpan(Prefix.Length).TrimStart("vV") is ['0', >= '0' and <= '9', ..];

    /// <summary>Whether one of its numbers is: <c>1.07</c>.</summary>
    internal bool IsPadded => Version is { } version && !Text.Contains(string.Join('.', version.Numbers), StringComparison.Ordinal);

    /// <summary>Whether both are releases of one line that differ in their version alone, or in the version of what they stand on.</summary>
    internal bool IsKindredTo(TagName other) => IsLike(other) && Version!.Numbers.Length == other.Version!.Numbers.Length;

    /// <summary>Whether it is a release of the series that the other names: 1.25.2 of 1.25.</summary>
    internal bool IsOfSeries(TagName other) => IsLike(other) && other.Version!.IsShort && Version!.Numbers.Length > other.Version.Numbers.Length
        && Version.Numbers.Take(other.Version.Numbers.Length).SequenceEqual(other.Version.Numbers);

    private bool IsLike(TagName other) => Version is not null && other.Version is not null && Prefix == other.Prefix && Words == other.Words && IsDay == other.IsDay;

    /// <summary>How the version stands to that of another tag of the flavour.</summary>
    internal int CompareTo(TagName other)
    {
        var (mine, others) = (Version!.Numbers, other.Version!.Numbers);
        for (var i = 0; i < mine.Length; i++)
            if (mine[i] != others[i]) return mine[i].CompareTo(others[i]);
        return Stage.CompareTo(other.Stage);
    }

    // A number alone is of what stands before it, as in 'debian-12', where it is short; else it counts builds, as do 'r5' and 'eksbuild.3'.
    private static string FlavourOf(string suffix)
    {
        List<string> words = [];
        foreach (var word in suffix.ToLowerInvariant().Split(['-', '_', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (NamedArchitecture.Of(word) is not null || Build().IsMatch(word)) continue;
            var isNumber = char.IsAsciiDigit(word[0]);
            if (!isNumber) words.Add(word);
            else if (words.Count > 0 && (word.Length <= 2 || word.Contains('.', StringComparison.Ordinal))) words.Add(word);
        }

        return string.Join('-', words);
    }

    [GeneratedRegex(@"\A(?:r|rev|build|eksbuild|gke|rke2r|k3s)[.]?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Build();

    // Java's updates: 8u312, and its build in 8u312-b07.
    [GeneratedRegex(@"\A(?<major>[0-9]{1,3})u(?<update>[0-9]{1,4})(?:-?b[0-9]{1,3})?(?![0-9A-Za-z.])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Update();

    // 'alpine3.18' and 'debian-12-r5' say by their numbers how old they are, and by their words what they are.
    private static string WordsOf(string suffix)
    {
        StringBuilder words = new();
        foreach (var word in suffix.ToLowerInvariant().Split(['-', '_', '.', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (NamedArchitecture.Of(word) is not null) continue;
            var letters = string.Concat(word.Where(one => !char.IsAsciiDigit(one)));
            if (letters.Length > 0) words.Append(words.Length > 0 ? "-" : "").Append(letters);
        }

        return words.ToString();
    }
}
