using System.Collections.Immutable;

namespace Archway.Reading.Dockerfiles;

/// <summary>An instruction's parts out of its joined lines: name, options, words.</summary>
internal static class DockerfileWords
{
    /// <summary>The instruction that begins at <paramref name="from"/>, or null when nothing stands there.</summary>
    internal static DockerfileInstruction? Instruction(JoinedText line, int from, char escape)
    {
        var text = line.Text;
        var start = SkipSpace(text, from);
        if (start == text.Length) return null;
        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
        var keyword = line.Word(start, end);
        var name = keyword.Text.ToUpperInvariant();
        var flags = Flags(line, ref end, escape);
        var body = SkipSpace(text, end);
        var bodyEnd = text.Length;
        while (bodyEnd > body && char.IsWhiteSpace(text[bodyEnd - 1])) bodyEnd--;
        return new()
        {
            Keyword = keyword,
            Name = name,
            Flags = flags,
            Body = line.Word(body, bodyEnd),
            Words = [.. Words(line, body, escape)],
            // One trigger does not hold another.
            Trigger = name == "ONBUILD" && from == 0 ? Instruction(line, body, escape) : null,
        };
    }

    private static ImmutableArray<DockerfileFlag> Flags(JoinedText line, ref int at, char escape)
    {
        var flags = ImmutableArray.CreateBuilder<DockerfileFlag>();
        var text = line.Text;
        for (var start = SkipSpace(text, at); string.CompareOrdinal(text, start, "--", 0, 2) == 0; start = SkipSpace(text, at))
        {
            at = WordEnd(text, start, escape);
            if (at == start + 2) break;
            var equals = text.IndexOf('=', start, at - start);
            flags.Add(equals < 0 ? new(text[(start + 2)..at], null) : new(text[(start + 2)..equals], line.Word(equals + 1, at)));
        }

        return flags.ToImmutable();
    }

    private static IEnumerable<DockerfileWord> Words(JoinedText line, int from, char escape)
    {
        for (var start = SkipSpace(line.Text, from); start < line.Text.Length;)
        {
            var end = WordEnd(line.Text, start, escape);
            yield return line.Word(start, end);
            start = SkipSpace(line.Text, end);
        }
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    private static int WordEnd(string text, int at, char escape)
    {
        var quote = '\0';
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (quote == '\0' && char.IsWhiteSpace(c)) break;
            if (c == escape && quote != '\'' && at + 1 < text.Length) at++;
            else if (c == quote) quote = '\0';
            else if (quote == '\0' && c is '"' or '\'') quote = c;
        }

        return Math.Min(at, text.Length);
    }
}
