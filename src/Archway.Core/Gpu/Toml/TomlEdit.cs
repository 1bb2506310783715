using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Gpu.Toml;

/// <summary>Sets one value of a file and leaves every other character as it is.</summary>
public static partial class TomlEdit
{
    /// <summary>The text in which the value is set; the very same text where it is so already, however written.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">The names on the way to the value.</param>
    /// <param name="value">The value.</param>
    public static Parsed<string> Set(string text, IReadOnlyList<string> path, TomlLiteral value)
    {
        if (Read(text) is not { } root) return Parsed.Problem<string>("it is not TOML");
        if (root.At([.. path]) is { } there)
        {
            if (value.Is(there)) return Parsed.Value(text);
            if (there is TomlTable or TomlArray { IsOfHeadings: true }) return Parsed.Problem<string>($"{string.Join('.', path)} is a table there");
            return Checked(text[..there.Start] + value.Text + text[(there.Start + there.Length)..], path, value);
        }

        return Place(root, path) is var (table, depth) && depth >= 0
            ? Checked(Insert(text, root, table, path, depth, value.Text), path, value)
            : Parsed.Problem<string>($"{string.Join('.', path)} leads through a value that is no table");
    }

    /// <summary>The deepest table on the way that can be added to, and how many names lead to it.</summary>
    private static (TomlTable Table, int Depth) Place(TomlTable root, IReadOnlyList<string> path)
    {
        (TomlTable Table, int Depth) at = (root, 0), sound = at;
        for (var i = 0; i < path.Count - 1; i++)
        {
            if (at.Table[path[i]] is not { } next) break;
            if (next is not TomlTable table) return (root, -1);
            at = (table, i + 1);
            // Where dotted keys made a table, only the table that has these keys can have more.
            if (!table.IsOfDots) sound = at;
        }

        return sound;
    }

    private static string Insert(string text, TomlTable root, TomlTable table, IReadOnlyList<string> path, int depth, string value)
    {
        var end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var rest = path.Skip(depth).ToArray();
        if (table.IsInline)
        {
            var brace = table.Start + table.Length - 1;
            var last = text.AsSpan(0, brace).TrimEnd().Length;
            var member = $"{Keys(text, rest)} = {value}";
            return table.Entries.Count == 0 ? $"{text[..(table.Start + 1)]} {member} {text[brace..]}" : $"{text[..last]}, {member} {text[brace..]}";
        }

        var leadsByDots = rest.Length > 1 && table[rest[0]] is TomlTable { IsOfDots: true };
        if (table.Section is { } section && (rest.Length == 1 || leadsByDots)) return InsertLine(text, table == root, section, rest, value, end);
        return InsertTable(text, root, table, [.. path], depth, value, end);
    }

    private static string InsertLine(string text, bool isRoot, TomlSection section, string[] rest, string value, string end)
    {
        var at = section.End;
        if (isRoot && section.HeadingEnd == section.End) at = Heading().Match(text) is { Success: true } first ? first.Index : text.Length;
        else if (CommentOf(text, section, rest) is { } comment) at = comment;
        var line = $"{section.Indent}{Keys(text, rest)} = {value}{end}";
        if (isRoot && at < text.Length && text.AsSpan(at).TrimStart(" \t")[0] == '[') line += end;
        return (at > 0 && text[at - 1] != '\n' ? text[..at] + end : text[..at]) + line + text[at..];
    }

    // A file of defaults has each setting as a comment, behind which a reader looks for it.
    private static int? CommentOf(string text, TomlSection section, string[] rest)
    {
        if (rest.Length != 1) return null;
        var next = Heading().Match(text, section.HeadingEnd) is { Success: true } heading ? heading.Index : text.Length;
        for (int line = section.HeadingEnd, after; line < next; line = after)
        {
            after = text.IndexOf('\n', line) is >= 0 and var found ? found + 1 : text.Length;
            var words = text.AsSpan(line, after - line).Trim();
            if (words.StartsWith("#") && words[1..].TrimStart() is var setting && setting.StartsWith(rest[0]) && setting[rest[0].Length..].TrimStart().StartsWith("=")) return after;
        }

        return null;
    }

    private static string InsertTable(string text, TomlTable root, TomlTable table, string[] path, int depth, string value, string end)
    {
        var (last, indent) = LastOf(text, table, depth == 0 ? "" : null);
        var at = table == root || last == 0 ? text.Length : last;
        var before = text[..at];
        if (before.Length > 0 && before[^1] != '\n') before += end;
        if (before.Length > 0 && !before.EndsWith(end + end, StringComparison.Ordinal)) before += end;
        var after = text[at..];
        var heading = $"{indent}[{Keys(text, path[..^1])}]{end}{indent}  {Keys(text, path[^1..])} = {value}{end}";
        if (after.Length > 0 && !after.StartsWith('\n') && !after.StartsWith("\r\n", StringComparison.Ordinal)) heading += end;
        return before + heading + after;
    }

    /// <summary>Where the last section at or below a table ends, and how far the headings right below it are indented.</summary>
    private static (int End, string Indent) LastOf(string text, TomlTable table, string? indent)
    {
        var end = table.Section?.End ?? 0;
        foreach (var below in table.Entries.SelectMany(entry => entry.Value is TomlArray { IsOfHeadings: true } several ? several.Nodes : [entry.Value]).OfType<TomlTable>())
        {
            if (below.Section is not null) indent ??= IndentAt(text, below.Start);
            end = Math.Max(end, LastOf(text, below, "").End);
        }

        return (end, indent ?? (table.Section is null ? "" : IndentAt(text, table.Start)));
    }

    private static string IndentAt(string text, int start)
    {
        var line = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        return text.AsSpan(line, start - line).IndexOfAnyExcept(' ', '\t') < 0 ? text[line..start] : "";
    }

    private static string Keys(string text, IEnumerable<string> keys) => string.Join('.', keys.Select(key =>
        Bare().IsMatch(key) ? key : text.Contains($"'{key}'", StringComparison.Ordinal) ? $"'{key}'" : TomlLiteral.Quoted(key)));

    /// <summary>The text, if it can be read and says what it should: what stands in a file in a way that nobody foresaw is left alone.</summary>
    private static Parsed<string> Checked(string text, IReadOnlyList<string> path, TomlLiteral value) =>
        Read(text)?.At([.. path]) is { } set && value.Is(set) ? Parsed.Value(text) : Parsed.Problem<string>($"{string.Join('.', path)} cannot be set without changing more of it; set it by hand");

    private static TomlTable? Read(string text) => TomlReader.Read(new("", text), new List<DataProblem>());

    [GeneratedRegex("^[A-Za-z0-9_-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Bare();

    [GeneratedRegex("^[ \t]*\\[", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
