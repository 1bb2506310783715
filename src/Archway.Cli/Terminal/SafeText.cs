using System.Globalization;
using System.Text;

namespace Archway.Cli.Terminal;

/// <summary>Text that does nothing but stand there, on a terminal and in the log of a CI job.</summary>
/// <remarks>Names, messages and paths come from files and registries that anyone may have written.</remarks>
internal static class SafeText
{
    /// <summary>The text as <see cref="WriteOut"/> has it, and no command to a runner either: <c>\x23#[error]</c>.</summary>
    internal static string Clean(string text) => RunnerCommands.Disarm(WriteOut(text), mark => $"\\x{(int)mark:x2}");

    /// <summary>The text with every control character, direction mark and other character that is not seen written out: <c>\x1b</c>, <c>\u202e</c>.</summary>
    internal static string WriteOut(string text)
    {
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

    // Format characters turn the reading direction, or stand there unseen and so make one name look like another.
    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
