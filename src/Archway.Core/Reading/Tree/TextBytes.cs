using System.Text;

namespace Archway.Reading.Tree;

/// <summary>Text from a file's bytes, by its byte order mark; UTF-8 without one.</summary>
internal static class TextBytes
{
    /// <summary>The text without its mark, or null when the bytes are no text.</summary>
    internal static string? Decode(ReadOnlySpan<byte> bytes)
    {
        var text = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
            _ => bytes.Contains((byte)0) ? null : Encoding.UTF8.GetString(bytes),
        };
        return text is null || text.Contains('\0', StringComparison.Ordinal) ? null : text;
    }
}
