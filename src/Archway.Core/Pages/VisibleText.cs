using System.Globalization;
using System.Text;

namespace Archway.Pages;

/// <summary>Text whose every character is seen: names and messages come from files and registries that anyone may have written.</summary>
public static class VisibleText
{
    /// <summary>The text with every control character, direction mark and other character that is not seen written out: <c>\x1b</c>, <c>\u202e</c>.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text) && !text.Any(char.IsControl)) return text;
        StringBuilder clean = new(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsUnsafe(rune)) clean.Append(rune.ToString());
            else if (rune.Value < 0x100) clean.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
            else if (rune.IsBmp) clean.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else clean.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }

        return clean.ToString();
    }

    /// <summary>The same, and no more of it than a reader takes in.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many characters.</param>
    public static string Of(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= most) return Of(text);
        return Of(text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]) + "…";
    }

    // Format characters turn the reading direction, or stand there unseen and so make one name look like another.
    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
