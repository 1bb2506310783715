using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Data;

/// <summary>Edits of a YAML or JSON text, in block and in flow style, that leave all around them as it is written.</summary>
/// <remarks>There is none where a line would have to be written anew: where an anchor stands in what goes, or a comment between what stays.</remarks>
internal static class DataEdits
{
    /// <summary>Puts another text in place of a scalar's, within its quotes.</summary>
    internal static Edit? Replace(SourceText source, DataScalar scalar, string with) =>
        DataText.Inside(source, scalar) is var (start, length) ? Edit.Of(source, start, length, with) : null;

    /// <summary>Takes a member out of a mapping that has others.</summary>
    internal static Edit? Remove(SourceText source, DataMapping mapping, DataMember member)
    {
        if (Own(mapping, mapping.Entries, entry => entry.Key.Start) is not { Length: > 1 } own
            || own.IndexOf(member, 0, ReferenceEqualityComparer.Instance) is not (>= 0 and var at)) return null;
        Stretch? Of(DataMember one) => DataText.EndOf(source, one) is { } end ? new(one.Key.Start, end) : null;
        return DataText.IsFlow(source, mapping)
            ? RemoveFromFlow(source, at > 0 ? Of(own[at - 1]) : null, Of(member), at + 1 < own.Length ? own[at + 1].Key.Start : null)
            : RemoveLines(source, Of(member), at + 1 < own.Length ? own[at + 1].Key.Start : null);
    }

    /// <summary>Takes an item out of a sequence that has others.</summary>
    internal static Edit? Remove(SourceText source, DataSequence sequence, DataNode item)
    {
        if (Own(sequence, sequence.Nodes, node => node.Start) is not { Length: > 1 } own
            || own.IndexOf(item, 0, ReferenceEqualityComparer.Instance) is not (>= 0 and var at)) return null;
        Stretch? Of(DataNode one) => DataText.EndOf(source, one) is { } end ? new(one.Start, end) : null;
        if (DataText.IsFlow(source, sequence))
            return RemoveFromFlow(source, at > 0 ? Of(own[at - 1]) : null, Of(item), at + 1 < own.Length ? own[at + 1].Start : null);
        return DataText.DashBefore(source, item.Start) is { } dash && Of(item) is { } whole ? RemoveLines(source, whole with { Start = dash }, null) : null;
    }

    /// <summary>Takes a value out, and with it whatever it leaves empty around it, up to a member of that name.</summary>
    /// <param name="document">The document.</param>
    /// <param name="within">The part of it that is looked through.</param>
    /// <param name="value">What goes.</param>
    /// <param name="outermost">The name of the last that goes with it.</param>
    internal static Edit? RemoveUpTo(DataDocument document, DataNode within, DataNode value, string outermost)
    {
        var place = DataWalk.Places(document, within, _ => false).FirstOrDefault(place => ReferenceEquals(place.Node, value));
        for (; place is { Around: { } around }; place = around)
        {
            var isAlone = around.Node is DataMapping { Entries.Length: 1 } or DataSequence { Nodes.Length: 1 };
            if (isAlone && place.Member?.Key.Value != outermost) continue;
            return around.Node is DataMapping mapping
                ? Remove(document.Source, mapping, place.Member!) : Remove(document.Source, (DataSequence)around.Node, place.Node);
        }

        return null;
    }

    /// <summary>Puts a mapping of scalars before another member, written as that one is.</summary>
    internal static Edit? InsertBefore(SourceText source, DataMapping mapping, DataMember member, string name, params (string Name, string Value)[] values) =>
        InsertBefore(source, mapping, member, (quote, lead, eol) => quote is null
            ? $"{name}:{eol}" + string.Concat(values.Select((value, i) => $"{lead}  {value.Name}: {value.Value}{(i + 1 < values.Length ? eol : "")}"))
            : $"{quote}{name}{quote}: {{ {string.Join(", ", values.Select(value => $"{quote}{value.Name}{quote}: {quote}{value.Value}{quote}"))} }}");

    /// <summary>Puts a sequence of one scalar before another member, written as that one is.</summary>
    internal static Edit? InsertList(SourceText source, DataMapping mapping, DataMember member, string name, string value) =>
        InsertBefore(source, mapping, member, (quote, lead, eol) => quote is null
            ? $"{name}:{eol}{lead}  - {value}" : $"{quote}{name}{quote}: [{quote}{value}{quote}]");

    /// <summary>Puts a scalar before another member, written as that one is.</summary>
    internal static Edit? InsertScalar(SourceText source, DataMapping mapping, DataMember member, string name, string value) =>
        InsertBefore(source, mapping, member, (quote, _, _) => $"{quote}{name}{quote}: {quote}{value}{quote}");

    private static Edit? InsertBefore(SourceText source, DataMapping mapping, DataMember member, Func<string?, string, string, string> write)
    {
        if (member.Key.Start < mapping.Start) return null;
        var (start, line) = (member.Key.Start, DataText.LineStart(source, member.Key.Start));
        var (lead, eol) = (source.Text[line..start], DataText.LineEndAt(source, start));
        var isOwnLine = string.IsNullOrWhiteSpace(lead);
        if (!DataText.IsFlow(source, mapping)) return isOwnLine ? Edit.Of(source, start, 0, write(null, lead, eol) + eol + lead) : null;
        // JSON quotes every name; in YAML's braces they may stand bare.
        var quote = source.Text[start] is '"' or '\'' ? source.Text[start..(start + 1)] : "";
        return Edit.Of(source, start, 0, $"{write(quote, lead, eol)},{(isOwnLine ? eol + lead : " ")}");
    }

    /// <summary>Leaves a mapping without members, or a sequence without items, its key where it is.</summary>
    internal static Edit? Empty(SourceText source, DataNode mapping)
    {
        var braces = mapping is DataSequence ? "[]" : "{}";
        if (DataText.EndOf(source, mapping) is not { } end || HasAnchor(source, mapping.Start, end)) return null;
        if (DataText.IsFlow(source, mapping)) return Edit.Of(source, mapping.Start, end - mapping.Start, braces);
        // From behind the key's colon, or the anchor there, so that the braces stand beside it.
        var start = source.Text.AsSpan(0, mapping.Start).TrimEnd().Length;
        var line = source.Text.AsSpan(DataText.LineStart(source, start), start - DataText.LineStart(source, start));
        var isKey = line.EndsWith(":") || (line.LastIndexOf(' ') is > 0 and var word && line[word + 1] == '&' && line[..word].TrimEnd().EndsWith(":"));
        return isKey && DataText.EndsLine(source, end) ? Edit.Of(source, start, end - start, $" {braces}") : null;
    }

    /// <summary>Adds texts to a sequence of scalars, written as its last one is.</summary>
    internal static Edit? Append(SourceText source, DataSequence sequence, IEnumerable<string> values)
    {
        if (Own(sequence, sequence.Nodes, node => node.Start) is not [.., DataScalar { Length: > 0 } last]
            || DataText.Inside(source, last) is null) return null;
        var (text, end) = (source.Text, last.Start + last.Length);
        var quote = text[last.Start] is '"' or '\'' ? text[last.Start..(last.Start + 1)] : "";
        var line = DataText.LineStart(source, last.Start);
        var lead = text[line..last.Start];
        if (DataText.IsFlow(source, sequence))
        {
            var between = string.IsNullOrWhiteSpace(lead) ? "," + DataText.LineEndAt(source, end) + lead : ", ";
            return Edit.Of(source, end, 0, string.Concat(values.Select(value => $"{between}{quote}{value}{quote}")));
        }

        if (DataText.DashBefore(source, last.Start) is not { } dash || !string.IsNullOrWhiteSpace(text[line..dash])
            || !DataText.EndsLine(source, end)) return null;
        return Edit.Of(source, DataText.LineEnd(source, end), 0,
            string.Concat(values.Select(value => $"{DataText.LineEndAt(source, end)}{lead}{quote}{value}{quote}")));
    }

    private static ImmutableArray<T> Own<T>(DataNode within, ImmutableArray<T> all, Func<T, int> start) =>
        [.. all.Where(one => start(one) >= within.Start && start(one) < within.Start + within.Length)];

    private static Edit? RemoveFromFlow(SourceText source, Stretch? before, Stretch? gone, int? next)
    {
        if (gone is not { } what) return null;
        var (start, end) = next is { } following ? (what.Start, following) : before is { } earlier ? (earlier.End, what.End) : (0, 0);
        var rest = next is null ? source.Text.AsSpan(start, what.Start - start) : source.Text.AsSpan(what.End, end - what.End);
        return start == end || rest.Trim() is not "," || HasAnchor(source, what.Start, what.End) ? null : Edit.Of(source, start, end - start, "");
    }

    private static Edit? RemoveLines(SourceText source, Stretch? gone, int? next)
    {
        if (gone is not { } what || !DataText.EndsLine(source, what.End) || HasAnchor(source, what.Start, what.End)) return null;
        var line = DataText.LineStart(source, what.Start);
        var lead = source.Text.AsSpan(line, what.Start - line);
        if (lead.IsWhiteSpace()) return Edit.Of(source, line, DataText.NextLine(source, what.End) - line, "");
        // The first member of an item, behind the dash: the next one takes its place.
        return !lead.ContainsAnyExcept(' ', '-') && next is { } following && source.Text.AsSpan(what.End, following - what.End).IsWhiteSpace()
            ? Edit.Of(source, what.Start, following - what.Start, "")
            : null;
    }

    private static bool HasAnchor(SourceText source, int start, int end) => source.Text.AsSpan(start, end - start).Contains('&');

    private readonly record struct Stretch(int Start, int End);
}
