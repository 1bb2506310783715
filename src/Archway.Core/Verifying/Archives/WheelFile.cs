using System.Collections.Immutable;
using System.Text;
using Archway.Verifying.Binaries;

namespace Archway.Verifying.Archives;

/// <summary>The text <c>WHEEL</c> of a Python package, which says what the package was built for.</summary>
/// <param name="Tags">Its tags, in order: <c>cp312-cp312-manylinux_2_17_aarch64</c>.</param>
/// <remarks><see href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-contents"/></remarks>
public sealed record WheelFile(ImmutableArray<string> Tags) : FileContent
{
    /// <summary>How much of such a text is read; real ones have a few hundred bytes.</summary>
    internal const int Longest = 16 << 10;

    private const int MostTags = 256;
    private const int LongestTag = 200;

    /// <summary>Reads the text; what is no tag, and what is beyond all measure, is left out.</summary>
    public static WheelFile Read(ReadOnlySpan<byte> text)
    {
        if (text.Length > Longest) text = text[..Longest];
        var tags = ImmutableArray.CreateBuilder<string>();
        foreach (var range in text.SplitAny("\r\n"u8))
        {
            var line = text[range];
            var colon = line.IndexOf((byte)':');
            if (colon < 0 || tags.Count == MostTags || !Ascii.EqualsIgnoreCase(line[..colon], "Tag"u8)) continue;
            var tag = line[(colon + 1)..].Trim(" \t"u8);
            if (IsTag(tag)) tags.Add(Encoding.ASCII.GetString(tag));
        }

        return new(tags.ToImmutable());
    }

    /// <summary>Whether a path is that of such a text in a package that is installed, or packed.</summary>
    internal static bool IsOne(ReadOnlySpan<char> path) => path.EndsWith(".dist-info/WHEEL", StringComparison.Ordinal);

    // Three words: of Python, of its binary interface, of the platform.
    private static bool IsTag(ReadOnlySpan<byte> tag)
    {
        if (tag.Length > LongestTag || tag.Count((byte)'-') != 2) return false;
        foreach (var one in tag)
            if (!char.IsAsciiLetterOrDigit((char)one) && one is not ((byte)'-' or (byte)'_' or (byte)'.')) return false;
        return true;
    }
}
