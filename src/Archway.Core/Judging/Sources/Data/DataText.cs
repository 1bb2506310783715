using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Data;

/// <summary>Where the values of a YAML or JSON text begin and end as they are written.</summary>
internal static class DataText
{
    // What people write by hand is shorter; a text all in one line is not looked through again and again.
    private const int LongestLine = 4096;

    /// <summary>The text of a document, without the others of its file.</summary>
    internal static ReadOnlySpan<char> Of(DataDocument document) =>
        document.Source.Text.AsSpan(document.Root.Start, Math.Min(document.Root.Length, document.Source.Text.Length - document.Root.Start));

    /// <summary>Whether a mapping or sequence stands in brackets, as all of JSON does.</summary>
    internal static bool IsFlow(SourceText source, DataNode node) => node.Start < source.Text.Length && source.Text[node.Start] is '{' or '[';

    /// <summary>A scalar's text within its quotes; null where it is written with escapes, or as a block.</summary>
    internal static (int Start, int Length)? Inside(SourceText source, DataScalar scalar)
    {
        var (start, length) = (scalar.Start, scalar.Length);
        if (length >= 2 && source.Text[start] is '"' or '\'') (start, length) = (start + 1, length - 2);
        return length > 0 && source.Text.AsSpan(start, length).SequenceEqual(scalar.Value) ? (start, length) : null;
    }

    /// <summary>Where a member ends; null where that cannot be told.</summary>
    internal static int? EndOf(SourceText source, DataMember member)
    {
        var text = source.Text;
        var colon = SkipBlanks(text, member.Key.Start + member.Key.Length);
        if (colon >= text.Length || text[colon] != ':') return null;
        if (member.Value is DataScalar { Length: 0 }) return colon + 1;
        if (member.Value.Start > colon) return EndOf(source, member.Value);
        // An alias stands for what was written before it.
        var alias = SkipBlanks(text, colon + 1);
        return alias < text.Length && text[alias] == '*' ? EndOfWord(text, alias) : null;
    }

    /// <summary>Where a value ends that stands where it is written, and not behind an alias; null where that cannot be told.</summary>
    internal static int? EndOf(SourceText source, DataNode node) => node switch
    {
        DataScalar => node.Start + source.Text.AsSpan(node.Start, node.Length).TrimEnd().Length,
        _ when IsFlow(source, node) => node.Start + node.Length,
        // What is merged in may stand on the last line, and is not among the members.
        DataMapping { Entries: [.., var last] } mapping when last.Key.Start >= node.Start && !HasMerge(source, mapping) => EndOf(source, last),
        DataSequence { Nodes: [.., var last] } when last.Start >= node.Start => EndOf(source, last),
        _ => null,
    };

    /// <summary>The dash that makes a value an item of a sequence; null where something else stands between them.</summary>
    internal static int? DashBefore(SourceText source, int item)
    {
        var at = item - 1;
        while (at >= 0 && source.Text[at] is ' ' or '\t') at--;
        return at >= 0 && source.Text[at] == '-' && (at == 0 || char.IsWhiteSpace(source.Text[at - 1])) ? at : null;
    }

    /// <summary>Whether nothing but a comment follows on the line.</summary>
    internal static bool EndsLine(SourceText source, int end)
    {
        var rest = source.Text.AsSpan(end, LineEnd(source, end) - end);
        return rest.IsWhiteSpace() || (rest[0] is ' ' or '\t' && rest.TrimStart()[0] == '#');
    }

    /// <summary>Where the line begins, or somewhere within it where it is a very long one.</summary>
    internal static int LineStart(SourceText source, int at)
    {
        var first = Math.Max(0, at - LongestLine);
        return first + source.Text.AsSpan(first, at - first).LastIndexOf('\n') + 1;
    }

    /// <summary>Where the line ends, before what ends it, or somewhere within it where it is a very long one.</summary>
    internal static int LineEnd(SourceText source, int at)
    {
        var last = Math.Min(source.Text.Length, at + LongestLine);
        var end = source.Text.AsSpan(at, last - at).IndexOf('\n');
        if (end < 0) return last;
        return end > 0 && source.Text[at + end - 1] == '\r' ? at + end - 1 : at + end;
    }

    /// <summary>What ends lines there.</summary>
    internal static string LineEndAt(SourceText source, int at) =>
        LineEnd(source, at) is var end && end < source.Text.Length && source.Text[end] == '\r' ? "\r\n" : "\n";

    internal static int NextLine(SourceText source, int at) => source.Text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : source.Text.Length;

    private static bool HasMerge(SourceText source, DataMapping mapping) =>
        source.Text.AsSpan(mapping.Start, Math.Min(mapping.Length, source.Text.Length - mapping.Start)).Contains("<<", StringComparison.Ordinal);

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t') at++;
        return at;
    }

    private static int EndOfWord(string text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (',' or '}' or ']')) at++;
        return at;
    }
}
