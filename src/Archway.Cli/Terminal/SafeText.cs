using System.Buffers;
using System.Globalization;
using System.Text;

namespace Archway.Cli.Terminal;

/// <summary>Text that does to a terminal nothing but stand there.</summary>
/// <remarks>Names, messages and paths come from files and registries that anyone may have written.</remarks>
internal static class SafeText
{
    // Marks that turn the reading direction and so can make one name look like another.
    private static readonly SearchValues<char> Directions = SearchValues.Create("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029");

    /// <summary>The text with every control character and direction mark written out: <c>\x1b</c>, <c>\u202e</c>.</summary>
    internal static string Clean(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        StringBuilder clean = new(text.Length + 16);
        foreach (var c in text)
        {
            if (!IsUnsafe(c)) clean.Append(c);
            else if (c < 0x100) clean.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return clean.ToString();
    }

    private static bool IsUnsafe(char c) => char.IsControl(c) || Directions.Contains(c);
}
