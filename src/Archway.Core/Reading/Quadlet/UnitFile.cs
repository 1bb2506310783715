using System.Text;

namespace Archway.Reading.Quadlet;

/// <summary>One setting of a systemd unit.</summary>
/// <param name="Section">The section it stands in.</param>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value, continued lines joined.</param>
/// <param name="Start">The offset of the value in the file.</param>
/// <param name="Length">How many characters the value takes on its first line.</param>
internal sealed record UnitSetting(string Section, string Key, string Value, int Start, int Length);

/// <summary>The settings of a systemd unit in the order of the text.</summary>
/// <remarks><see href="https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html"/></remarks>
internal static class UnitFile
{
    internal static IEnumerable<UnitSetting> Settings(string text)
    {
        var section = "";
        for (var at = 0; at < text.Length;)
        {
            var (start, end) = Line(text, ref at);
            if (start == end || IsComment(text, start)) continue;
            if (text[start] == '[' && text[end - 1] == ']')
            {
                section = text[(start + 1)..(end - 1)];
                continue;
            }

            var equals = text.IndexOf('=', start, end - start);
            var (valueStart, valueEnd) = Trim(text, equals < 0 ? end : equals + 1, end);
            StringBuilder value = new(text, valueStart, valueEnd - valueStart, valueEnd - valueStart + 16);
            var length = valueEnd - valueStart;
            // A line goes on in the next when it ends with a backslash; comments between are passed over.
            while (value.Length > 0 && value[^1] == '\\')
            {
                value.Length--;
                if (at >= text.Length) break;
                var (nextStart, nextEnd) = Line(text, ref at);
                if (nextStart < nextEnd && IsComment(text, nextStart)) value.Append('\\');
                else value.Append(' ').Append(text, nextStart, nextEnd - nextStart);
            }

            if (equals < 0) continue;
            if (length > 0 && text[valueStart + length - 1] == '\\') length--;
            yield return Unquoted(new(section, text[start..equals].TrimEnd(), value.ToString().Trim(), valueStart, length), text);
        }
    }

    /// <summary>The setting without the quotes around its value, which Quadlet takes off.</summary>
    private static UnitSetting Unquoted(UnitSetting setting, string text)
    {
        if (setting is not { Length: > 1, Value: [('"' or '\'') and var quote, .. var inner, var last] }) return setting;
        if (last != quote || inner.Contains(quote)) return setting;
        var isClosedHere = text[setting.Start + setting.Length - 1] == quote;
        return setting with { Value = inner.Trim(), Start = setting.Start + 1, Length = setting.Length - (isClosedHere ? 2 : 1) };
    }

    private static bool IsComment(string text, int start) => text[start] is '#' or ';';

    private static (int Start, int End) Line(string text, ref int at)
    {
        var start = at;
        var end = text.IndexOf('\n', at);
        at = end < 0 ? text.Length : end + 1;
        return Trim(text, start, end < 0 ? text.Length : end);
    }

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return (start, end);
    }
}
