using System.Globalization;
using System.Text.RegularExpressions;

namespace Archway.Placing.Scheduling;

/// <summary>What Kubernetes takes for a label's name and value.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set"/></remarks>
internal static partial class LabelText
{
    private const int LongestName = 63;
    private const int LongestDomain = 253;

    /// <summary>Whether a text may be a label's value: nothing, or a word of some length.</summary>
    internal static bool IsValue(string text) => text.Length == 0 || IsWord(text);

    /// <summary>Whether a text may be a label's name: a word, behind a domain or not.</summary>
    internal static bool IsName(string text) => text.IndexOf('/', StringComparison.Ordinal) is var slash && slash < 0
        ? IsWord(text) : IsDomain(text[..slash]) && IsWord(text[(slash + 1)..]);

    /// <summary>Whether a text may be the name of a node, or a domain.</summary>
    internal static bool IsDomain(string text) => text.Length is > 0 and <= LongestDomain && Domain().IsMatch(text);

    /// <summary>The number that a text is, as labels are compared by; null where it is none.</summary>
    internal static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsWord(string text) => text.Length is > 0 and <= LongestName && Word().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Domain();
}
