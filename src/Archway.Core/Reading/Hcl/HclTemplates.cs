using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Archway.Reading.Data;

namespace Archway.Reading.Hcl;

/// <summary>Reads texts in quotes and heredocs, and the expressions within them.</summary>
/// <remarks><see href="https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/spec.md#templates"/></remarks>
internal sealed class HclTemplates(HclCursor cursor, HclExpressions expressions)
{
    // Each costs time that grows with the text behind it.
    private const int MostUnread = 1000;
    private const int LongestSkipped = 4096;
    private readonly StringBuilder _literal = new();
    private int _unread;

    /// <summary>A text in quotes.</summary>
    internal HclTemplate ReadQuoted()
    {
        // What a text before it left, when that could not be read.
        _literal.Clear();
        var from = ++cursor.At;
        var parts = ImmutableArray.CreateBuilder<HclNode>();
        for (var start = from; ;)
        {
            if (cursor.IsAtEnd || cursor.Current == '\n') throw cursor.Problem("a text in quotes is not closed on its line");
            if (cursor.Current == '"')
            {
                AddLiteral(parts, start);
                return new(from, cursor.At++ - from, parts.ToImmutable());
            }
            if (cursor.Current == '\\') Unescape();
            else Advance(parts, ref start);
        }
    }

    /// <summary>A text between <c>&lt;&lt;EOF</c> and a line of its own with <c>EOF</c>.</summary>
    internal HclTemplate ReadHeredoc()
    {
        _literal.Clear();
        cursor.At += 2;
        cursor.Take("-");
        cursor.SkipSpace();
        var mark = cursor.TakeName() ?? throw cursor.Problem("a heredoc has no name");
        if (cursor.Text.AsSpan(cursor.At, cursor.LineEnd() - cursor.At).Trim().Length > 0) throw cursor.Problem("a heredoc begins on the next line");
        cursor.At = Math.Min(cursor.LineEnd() + 1, cursor.End);
        var from = cursor.At;
        var parts = ImmutableArray.CreateBuilder<HclNode>();
        for (var start = from; ;)
        {
            if (cursor.IsAtEnd) throw cursor.Problem($"the heredoc '{mark}' is not closed");
            if (cursor.Text[cursor.At - 1] == '\n' && IsMark(mark))
            {
                AddLiteral(parts, start);
                var length = cursor.At - from;
                cursor.At += cursor.Text.AsSpan(cursor.At, cursor.LineEnd() - cursor.At).TrimEnd().Length;
                return new(from, length, parts.ToImmutable());
            }
            Advance(parts, ref start);
        }
    }

    /// <summary>All that the cursor is over as a template, such as a file of one.</summary>
    internal HclTemplate ReadAll()
    {
        var from = cursor.At;
        var parts = ImmutableArray.CreateBuilder<HclNode>();
        var start = from;
        while (!cursor.IsAtEnd) Advance(parts, ref start);
        AddLiteral(parts, start);
        return new(from, cursor.At - from, parts.ToImmutable());
    }

    private bool IsMark(string mark) => cursor.Text.AsSpan(cursor.At, cursor.LineEnd() - cursor.At).Trim().SequenceEqual(mark);

    /// <summary>Takes the next character, or the whole of what is put between braces.</summary>
    private void Advance(ImmutableArray<HclNode>.Builder parts, ref int start)
    {
        if (cursor.StartsWith("$${") || cursor.StartsWith("%%{"))
        {
            _literal.Append(cursor.Current).Append('{');
            cursor.At += 3;
        }
        else if (cursor.Current is '$' or '%' && cursor.Peek(1) == '{')
        {
            AddLiteral(parts, start);
            var isDirective = cursor.Current == '%';
            var from = cursor.At;
            cursor.At += 2;
            cursor.Take("~");
            parts.Add(isDirective ? Skipped(from) : Interpolation(from));
            start = cursor.At;
        }
        else
        {
            _literal.Append(cursor.Current);
            cursor.At++;
        }
    }

    private HclNode Interpolation(int from)
    {
        var (depth, inner, ignoresLines) = (cursor.Depth, cursor.At, cursor.IgnoresLines);
        try
        {
            return cursor.Within(ignoresLines: true, () => Closed(from));
        }
        // A script in a heredoc has ${VARIABLES:-of its own}, which only the tool complains about.
        catch (DataException) when (_unread++ < MostUnread)
        {
            _literal.Clear();
            cursor.Restart(inner, depth, ignoresLines);
            return Skipped(from);
        }
    }

    private HclNode Closed(int from)
    {
        var value = expressions.Read();
        cursor.SkipSpace();
        cursor.Take("~");
        cursor.Expect("}", "a template");
        return value with { Start = from, Length = cursor.At - from };
    }

    /// <summary>Passes <c>%{ if … }</c>, or what stands between braces and is no expression.</summary>
    private HclOther Skipped(int from)
    {
        var last = Math.Min(cursor.End, from + LongestSkipped);
        for (var depth = 1; depth > 0; cursor.At++)
        {
            if (cursor.At >= last) throw cursor.Problem("what begins with '{' within a text is not closed");
            if (cursor.Current == '{') depth++;
            else if (cursor.Current == '}') depth--;
        }
        return new(from, cursor.At - from);
    }

    private void AddLiteral(ImmutableArray<HclNode>.Builder parts, int start)
    {
        if (cursor.At == start) return;
        parts.Add(new HclText(start, cursor.At - start, _literal.ToString()));
        _literal.Clear();
    }

    private void Unescape()
    {
        var (kind, digits) = (cursor.Peek(1), 0);
        cursor.At += 2;
        if (kind is 'u' or 'U') digits = kind == 'u' ? 4 : 8;
        else _literal.Append(kind switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => kind });
        if (digits == 0) return;
        var isCode = int.TryParse(
            cursor.Text.AsSpan(cursor.At, Math.Min(digits, cursor.End - cursor.At)),
            NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        if (!isCode || !Rune.IsValid(code)) throw cursor.Problem("this is no character's number");
        _literal.Append(new Rune(code).ToString());
        cursor.At += digits;
    }
}
