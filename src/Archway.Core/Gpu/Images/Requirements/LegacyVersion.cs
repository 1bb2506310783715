using System.Buffers;
using System.Globalization;

namespace Archway.Gpu.Images.Requirements;

/// <summary>Versions as libnvidia-container compares them: number by number, dots in a row as one, what is missing as 0.</summary>
internal static class LegacyVersion
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789.");

    /// <summary>How the first stands to the second; null where one of them is no version there.</summary>
    internal static int? Compare(string one, string other)
    {
        if (one.AsSpan().IndexOfAnyExcept(Allowed) >= 0 || other.AsSpan().IndexOfAnyExcept(Allowed) >= 0) return null;
        ReadOnlySpan<char> left = one, right = other;
        while (!left.IsEmpty && !right.IsEmpty)
        {
            if (Number(ref left) is not { } first || Number(ref right) is not { } second) return null;
            if (first != second) return first.CompareTo(second);
        }
        // Of one nothing is left. A rest of nothing but zeros is no rest; whatever else is, and is not read.
        return (left.TrimStart(".0").IsEmpty, right.TrimStart(".0").IsEmpty) switch { (true, true) => 0, (true, false) => -1, _ => 1 };
    }

    // The largest number of 64 bits is what strtoumax gives for all that are larger, and an error there.
    private static ulong? Number(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('.');
        var digits = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[end..].TrimStart('.');
        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != ulong.MaxValue ? number : null;
    }
}
