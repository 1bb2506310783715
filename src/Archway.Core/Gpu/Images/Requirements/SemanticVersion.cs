using System.Text.RegularExpressions;

namespace Archway.Gpu.Images.Requirements;

/// <summary>A version as Go's <c>golang.org/x/mod/semver</c> takes it: one to three numbers without leading zeros, and what may follow three.</summary>
internal sealed partial class SemanticVersion : IComparable<SemanticVersion>
{
    private readonly string[] _numbers;
    private readonly bool _isBeforeRelease;

    private SemanticVersion(string[] numbers, bool isBeforeRelease) => (_numbers, _isBeforeRelease) = (numbers, isBeforeRelease);

    /// <summary>The version that a text is, with or without a <c>v</c>; null where it is none.</summary>
    internal static SemanticVersion? Read(string text)
    {
        var match = Form().Match(text);
        return match.Success
            ? new([match.Groups["major"].Value, Number(match, "minor"), Number(match, "patch")], match.Groups["pre"].Success)
            : null;
    }

    /// <summary>Its first two numbers, as <c>12.4</c>.</summary>
    internal string MajorMinor => $"{_numbers[0]}.{_numbers[1]}";

    /// <inheritdoc/>
    /// <remarks>Two versions before the same release are taken for one: what is compared here has at most one of them.</remarks>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null) return 1;
        for (var i = 0; i < _numbers.Length; i++)
        {
            // Without leading zeros the longer number is the larger, however long.
            var compared = _numbers[i].Length.CompareTo(other._numbers[i].Length);
            if (compared == 0) compared = string.CompareOrdinal(_numbers[i], other._numbers[i]);
            if (compared != 0) return Math.Sign(compared);
        }
        return other._isBeforeRelease.CompareTo(_isBeforeRelease);
    }

    private static string Number(Match match, string group) => match.Groups[group].Success ? match.Groups[group].Value : "0";

    [GeneratedRegex(
        @"\Av?(?<major>0|[1-9][0-9]*)(\.(?<minor>0|[1-9][0-9]*)(\.(?<patch>0|[1-9][0-9]*)"
            + @"(?<pre>-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
