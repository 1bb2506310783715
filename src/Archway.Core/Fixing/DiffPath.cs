using System.Globalization;
using System.Text;

namespace Archway.Fixing;

/// <summary>A path as it stands in the header of a diff: as git and <c>patch</c> read it, and seen for what it is.</summary>
/// <remarks><see href="https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath"/></remarks>
internal static class DiffPath
{
    /// <summary>The path behind its prefix, in quotes where something in it would end it or not be seen.</summary>
    /// <param name="prefix"><c>a/</c> or <c>b/</c>.</param>
    /// <param name="path">The path.</param>
    internal static string Of(string prefix, string path)
    {
        var named = prefix + path;
        // Behind a name with a space a tab says where it ends.
        if (!named.EnumerateRunes().Any(IsQuoted)) return named.Contains(' ', StringComparison.Ordinal) ? named + '\t' : named;
        StringBuilder quoted = new("\"");
        foreach (var rune in named.EnumerateRunes()) Append(quoted, rune);
        return quoted.Append('"').ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune)
    {
        if (!IsQuoted(rune)) quoted.Append(rune.ToString());
        else if (rune.Value < 0x80 && "\"\\\a\b\t\n\v\f\r".IndexOf((char)rune.Value) is >= 0 and var at) quoted.Append('\\').Append("\"\\abtnvfr"[at]);
        else
        {
            Span<byte> bytes = stackalloc byte[4];
            foreach (var one in bytes[..rune.EncodeToUtf8(bytes)]) quoted.Append('\\').Append(Convert.ToString(one, 8).PadLeft(3, '0'));
        }
    }

    private static bool IsQuoted(Rune rune) => rune.Value is '"' or '\\' || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
