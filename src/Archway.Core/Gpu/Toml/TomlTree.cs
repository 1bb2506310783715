using System.Globalization;
using Archway.Reading.Data;
using Tomlyn.Syntax;

namespace Archway.Gpu.Toml;

/// <summary>Makes one tree of what a file of TOML cuts into headings, dotted keys and tables in braces.</summary>
/// <param name="text">The file's text.</param>
internal sealed class TomlTree(string text)
{
    internal TomlTable Of(DocumentSyntax document)
    {
        TomlTable root = new(0, 0) { Section = SectionOf(0, document.KeyValues) };
        foreach (var member in document.KeyValues) Add(root, member);
        foreach (var heading in document.Tables) Add(root, heading);
        return root;
    }

    private void Add(TomlTable root, TableSyntaxBase heading)
    {
        var path = PathOf(heading.Name!);
        var start = heading.OpenBracket!.Span.Start.Offset;
        var length = heading.CloseBracket!.Span.End.Offset + 1 - start;
        var above = Way(root, path.AsSpan(0, path.Length - 1), start, byDots: false);
        var (key, at) = (path[^1], above.Find(path[^1])?.Value);
        var section = SectionOf(EndOfLine(start + length), heading.Items) is var own && heading.Items.ChildrenCount == 0 ? own with { Indent = IndentAt(start) } : own;
        TomlTable table;
        if (heading is TableArraySyntax)
        {
            table = new(start, length) { Section = section };
            if (at is not TomlArray { IsOfHeadings: true } tables) above.Put(new(key, start, tables = new(start, length) { IsOfHeadings = true }));
            tables.Add(table);
        }
        else
        {
            table = at is TomlTable named ? named.Under(start, length, section) : new(start, length) { Section = section };
            above.Put(new(key, start, table));
        }

        foreach (var member in heading.Items) Add(table, member);
    }

    private void Add(TomlTable table, KeyValueSyntax member)
    {
        var path = PathOf(member.Key!);
        var start = member.Key!.Span.Start.Offset;
        Way(table, path.AsSpan(0, path.Length - 1), start, byDots: true).Put(new(path[^1], start, ValueOf(member.Value!)));
    }

    /// <summary>The table behind a path, made on the way where nothing named it yet; of several tables under one name the last is meant.</summary>
    private static TomlTable Way(TomlTable from, ReadOnlySpan<string> path, int start, bool byDots)
    {
        foreach (var key in path)
        {
            switch (from[key])
            {
                case TomlTable table:
                    from = table;
                    break;
                case TomlArray { IsOfHeadings: true, Nodes: [.., TomlTable last] }:
                    from = last;
                    break;
                case null:
                    TomlTable made = new(start, 0) { IsOfDots = byDots };
                    from.Put(new(key, start, made));
                    from = made;
                    break;
                default:
                    throw new DataException(start, "a key leads through a value that is no table");
            }
        }

        return from;
    }

    private TomlNode ValueOf(ValueSyntax value)
    {
        var (start, length) = (value.Span.Start.Offset, value.Span.End.Offset + 1 - value.Span.Start.Offset);
        switch (value)
        {
            case StringValueSyntax said:
                return new TomlScalar(start, length, TomlKind.Text, said.Value ?? "");
            case IntegerValueSyntax number:
                return new TomlScalar(start, length, TomlKind.Number, number.Value.ToString(CultureInfo.InvariantCulture));
            case BooleanValueSyntax truth:
                return new TomlScalar(start, length, TomlKind.Truth, truth.Value ? "true" : "false");
            case ArraySyntax array:
                TomlArray items = new(start, length);
                foreach (var item in array.Items) items.Add(ValueOf(item.Value!));
                return items;
            case InlineTableSyntax inline:
                TomlTable table = new(start, length) { IsInline = true };
                foreach (var item in inline.Items) Add(table, item.KeyValue!);
                return table;
            default:
                return new TomlScalar(start, length, value is FloatValueSyntax ? TomlKind.Fraction : TomlKind.Date, text.Substring(start, length));
        }
    }

    private TomlSection SectionOf(int headingEnd, SyntaxList<KeyValueSyntax> members)
    {
        if (members.ChildrenCount == 0) return new(headingEnd, headingEnd, "");
        var last = members.GetChild(members.ChildrenCount - 1)!;
        return new(headingEnd, EndOfLine(last.Value!.Span.End.Offset + 1), IndentAt(last.Key!.Span.Start.Offset));
    }

    private int EndOfLine(int from) => from < text.Length && text.IndexOf('\n', from) is >= 0 and var end ? end + 1 : text.Length;

    private string IndentAt(int start)
    {
        var line = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        return text.AsSpan(line, start - line).IndexOfAnyExcept(' ', '\t') < 0 ? text[line..start] : "";
    }

    private static string[] PathOf(KeySyntax key)
    {
        if (key.DotKeys.ChildrenCount >= TomlReader.LongestPath) throw new DataException(key.Span.Start.Offset, $"a key has more than {TomlReader.LongestPath} parts");
        return [NameOf(key.Key!), .. key.DotKeys.Select(part => NameOf(part.Key!))];
    }

    private static string NameOf(BareKeyOrStringValueSyntax key) => key is StringValueSyntax quoted ? quoted.Value ?? "" : ((BareKeySyntax)key).Key?.Text ?? "";
}
