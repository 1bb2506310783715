using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Archway.Knowing;

/// <summary>A version as it stands in a tag: its numbers, and what follows them.</summary>
public sealed partial class ReleaseVersion
{
    private readonly string _text;

    private ReleaseVersion(string text, ImmutableArray<long> numbers, string suffix) => (_text, Numbers, Suffix) = (text, numbers, suffix);

    /// <summary>The numbers, foremost first: 1, 27, 3.</summary>
    public ImmutableArray<long> Numbers { get; }

    /// <summary>What follows the numbers, without the mark between: <c>alpine3.20</c>, <c>rc1</c>; empty when nothing does.</summary>
    public string Suffix { get; }

    /// <summary>Whether it names a series rather than one release: <c>1</c>, <c>1.27</c>.</summary>
    public bool IsShort => Numbers.Length < 3;

    /// <summary>The version at the start of a text, after an optional <c>v</c>; null when there is none.</summary>
    public static ReleaseVersion? Find(string text)
    {
        var match = Start().Match(text);
        if (!match.Success) return null;
        // 7a12345 is a commit as well, whatever its letter; 1.0a1 is a release.
        if (match.Groups["glued"].Success && !match.Groups["numbers"].Value.Contains('.', StringComparison.Ordinal)) return null;
        // A day counts as year, month and day; so RELEASE.2021-02-01T… of a dated line compares like any version.
        var numbers = (match.Groups["day"].Success ? match.Groups["day"].Value.Split('-') : match.Groups["numbers"].Value.Split('.'))
            .Select(number => long.Parse(number, CultureInfo.InvariantCulture));
        return new(text, [.. numbers], match.Groups["suffix"].Value + match.Groups["glued"].Value);
    }

    /// <summary>How it stands to a version with a full set of numbers: below, at, or above it.</summary>
    /// <remarks>
    /// A short version stands for the newest of its series and is compared at its own precision: <c>8</c> is at 8.0.29, <c>5.7</c> below it.
    /// Null when the two cannot be of one line: a year or a build number beside 1.15.0; or where it is 0.0.0, which a build puts another in place of.
    /// </remarks>
    public int? CompareTo(ReleaseVersion gate)
    {
        if (Numbers.Length > 1 && Numbers.AsSpan().IndexOfAnyExcept(0) < 0) return null;
        if (Digits(Numbers[0]) > Digits(gate.Numbers[0]) + 1) return null;
        for (var i = 0; i < Numbers.Length; i++)
        {
            var other = i < gate.Numbers.Length ? gate.Numbers[i] : 0;
            if (Numbers[i] != other) return Numbers[i].CompareTo(other);
        }
        return 0;
    }

    /// <summary>Whether it is of the release line of another version, all but the last number of that: 3.0.17 and 3 are of the line of 3.0.14.</summary>
    internal bool IsInLineOf(ReleaseVersion other) =>
        Numbers.Take(other.Numbers.Length - 1).SequenceEqual(other.Numbers.Take(Math.Min(Numbers.Length, other.Numbers.Length - 1)));

    /// <summary>The same version in the words of a longer text that holds it: 141 as <c>8u141</c>.</summary>
    internal ReleaseVersion WrittenAs(string text) => new(text, Numbers, Suffix);

    /// <summary>The version as written.</summary>
    public override string ToString() => _text;

    private static int Digits(long number) => number.ToString(CultureInfo.InvariantCulture).Length;

    // A bare hexadecimal word such as 7e3a9b1 is a commit, not version 7: letters directly after the numbers must be those of a release.
    [GeneratedRegex(
        @"\A[vV]?(?:(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])|(?<numbers>[0-9]{1,17}(?:\.[0-9]{1,17})*))"
            + @"(?:\z|[-_+.T](?<suffix>.*)\z|(?<glued>(?:a|b|rc|alpha|beta|dev|pre)[0-9.]+(?:[-_+].*)?)\z)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Start();
}
