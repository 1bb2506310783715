using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>The lines of a workflow, and which of them a member of a mapping or an item of a list takes, with the comments above it.</summary>
internal sealed class WorkflowLines
{
    private readonly SourceText _source;
    private readonly string[] _lines;

    internal WorkflowLines(SourceText source) => (_source, _lines) = (source, source.Text.Split('\n'));

    /// <summary>How many there are; behind a line break at the end stands an empty one.</summary>
    internal int Count => _lines.Length;

    internal string this[int line] => _lines[line];

    /// <summary>The text of lines.</summary>
    internal IEnumerable<string> In(LineRange range) => _lines[range.Start..range.End];

    /// <summary>The line of a place.</summary>
    internal int LineOf(int offset) => _source.Span(offset, 0).Line - 1;

    /// <summary>How many characters stand before a place on its line.</summary>
    internal int ColumnOf(int offset) => _source.Span(offset, 0).Column - 1;

    /// <summary>How far a line is moved in.</summary>
    internal int IndentOf(int line) => _lines[line].Length - _lines[line].TrimStart(' ').Length;

    /// <summary>The lines of each member of a mapping that stands in lines of its own.</summary>
    /// <param name="node">The mapping.</param>
    /// <param name="end">The line behind it, as far as comments and blank lines reach.</param>
    /// <param name="what">What it is, for a sentence.</param>
    internal ImmutableArray<(DataMember Member, LineRange Lines)> Members(DataNode? node, int end, string what)
    {
        if (node is not DataMapping mapping || IsFlow(mapping)) throw new ConversionException($"{what} is not written as a block of lines");
        if (mapping.Entries.Any(member => member.Key.Start < mapping.Start || member.Key.Start >= mapping.Start + Math.Max(mapping.Length, 1)))
            throw new ConversionException($"{what} takes members from an anchor elsewhere");
        // Which of them counts is each reader's own opinion.
        if (mapping.Entries.GroupBy(member => member.Key.Value).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ConversionException($"{what} has '{twice.Key}' twice");
        var starts = mapping.Entries.Select(member => LineOf(member.Key.Start)).ToArray();
        return [.. mapping.Entries.Zip(Ranges(starts, end, what))];
    }

    /// <summary>The lines of each item of a list that stands in lines of its own.</summary>
    internal ImmutableArray<(DataNode Item, LineRange Lines)> Items(DataNode? node, int end, string what)
    {
        if (node is not DataSequence sequence || IsFlow(sequence)) throw new ConversionException($"{what} is not written as a block of lines");
        var starts = sequence.Nodes.Select(item => DashOf(item, what)).ToArray();
        return [.. sequence.Nodes.Zip(Ranges(starts, end, what))];
    }

    /// <summary>The first line of what stands there with the comments directly above it.</summary>
    internal int WithComments(int line, int after)
    {
        while (line - 1 > after && _lines[line - 1].TrimStart() is ['#', ..]) line--;
        return line;
    }

    private bool IsFlow(DataNode node) => node.Start >= _source.Text.Length || _source.Text[node.Start] is '{' or '[';

    private int DashOf(DataNode item, string what)
    {
        for (var line = LineOf(item.Start); line >= 0; line--)
        {
            var text = _lines[line].TrimStart(' ');
            if (text is ['-', ' ', ..] or "-" or "-\r") return line;
            if (text.Length > 0 && text[0] != '#' && line < LineOf(item.Start)) break;
        }

        throw new ConversionException($"{what} is not written as a block of lines");
    }

    private IEnumerable<LineRange> Ranges(int[] starts, int end, string what)
    {
        for (var i = 0; i < starts.Length; i++)
        {
            if (i > 0 && starts[i] <= starts[i - 1]) throw new ConversionException($"{what} has two things on one line");
            var from = WithComments(starts[i], i == 0 ? starts[0] - 1 : starts[i - 1]);
            var to = i + 1 < starts.Length ? WithComments(starts[i + 1], starts[i]) : end;
            var all = to;
            while (to > starts[i] + 1 && string.IsNullOrWhiteSpace(_lines[to - 1])) to--;
            yield return new(from, to, starts[i]) { IsSpaced = to < all };
        }
    }
}

/// <summary>Lines of a file.</summary>
/// <param name="Start">The first, counted from 0; a comment above what is meant may stand there.</param>
/// <param name="End">The one behind the last.</param>
/// <param name="First">The first that is no comment above it.</param>
internal readonly record struct LineRange(int Start, int End, int First)
{
    /// <summary>Whether a blank line follows.</summary>
    internal bool IsSpaced { get; init; }
}
