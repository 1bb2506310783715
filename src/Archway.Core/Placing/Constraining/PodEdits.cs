using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Judging;
using Archway.Judging.Sources.Data;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Placing.Constraining;

/// <summary>Changes of a pod as edits of the text that it stands in: what is there stays as it is written, comments too.</summary>
internal static partial class PodEdits
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    /// <summary>The edit of one change; null where it stands behind an alias or an anchor, and others would change with it.</summary>
    internal static Edit? Of(SourceText source, SharedParts shared, DataMapping spec, PodChange change) => change switch
    {
        PodChange.Require { Term: null } one => Put(source, shared, spec, ["affinity", "nodeAffinity", Required, "nodeSelectorTerms"], Item("matchExpressions", Expression(one.Architectures))),
        PodChange.Require { Term: { } at } one => spec["affinity"]?["nodeAffinity"]?[Required]?["nodeSelectorTerms"] is DataSequence terms
            && IsWithin(spec, terms) && terms.Nodes[at] is DataMapping term && IsWithin(terms, term)
            ? Put(source, shared, term, ["matchExpressions"], Expression(one.Architectures)) : null,
        PodChange.SelectNode one => Put(source, shared, spec, ["nodeSelector"], new Block($"{Scheduling.ArchitectureLabel.Name}: {one.Architecture}",
            $"\"{Scheduling.ArchitectureLabel.Name}\": \"{one.Architecture}\"", IsItem: false)),
        PodChange.Prefer one => Put(source, shared, spec, ["affinity", "nodeAffinity", Preferred], Preference(one)),
        PodChange.Tolerate { Taint: var taint } => Put(source, shared, spec, ["tolerations"], new Block(
            $"key: {taint.Key}\noperator: Equal\nvalue: {Quoted(taint.Value)}\neffect: {taint.Effect}",
            $"{{\"key\": \"{taint.Key}\", \"operator\": \"Equal\", \"value\": \"{taint.Value}\", \"effect\": \"{taint.Effect}\"}}", IsItem: true)),
        _ => null,
    };

    private static Edit? Put(SourceText source, SharedParts shared, DataMapping within, ReadOnlySpan<string> path, Block value)
    {
        if (shared.Cover(within.Start)) return null;
        if (within.Entries.FirstOrDefault(entry => entry.Key.Start >= within.Start && entry.Key.Start < within.Start + within.Length) is not { } first) return null;
        if (within.Find(path[0]) is not { } member)
        {
            // Beside the containers, and not between what names the pod and what it is.
            var before = path[0] is "affinity" or "tolerations" or "nodeSelector" && within.Find("containers") is { } containers
                && containers.Key.Start >= within.Start ? containers : first;
            for (var i = path.Length - 1; i >= 0; i--) value = value.Under(path[i]);
            return Insert(source, shared, before.Key.Start, within, value, "", IsQuoted(source, before.Key));
        }

        if (!IsWithin(within, member.Key) || !IsWithin(within, member.Value) || (member.Value.Length == 0 ? HasAnchor(source, member) : shared.Cover(member.Value.Start))) return null;
        switch (member.Value)
        {
            case DataMapping { Entries.IsEmpty: false } mapping when path.Length > 1:
                return Put(source, shared, mapping, path[1..], value);
            case DataMapping { Entries: [var next, ..] } mapping when !value.IsItem && next.Key.Start >= mapping.Start:
                return Insert(source, shared, next.Key.Start, mapping, value, "", IsQuoted(source, next.Key));
            case DataSequence { Nodes: [var next, ..] } sequence when path.Length == 1 && value.IsItem && IsWithin(sequence, next):
                return Insert(source, shared, next.Start, sequence, value, "- ", IsQuoted(source, (next as DataMapping)?.Entries.FirstOrDefault()?.Key ?? member.Key));
            case DataMapping { Entries.IsEmpty: true } or DataSequence { Nodes.IsEmpty: true } or DataScalar { IsNull: true }:
                for (var i = path.Length - 1; i > 0; i--) value = value.Under(path[i]);
                var written = Styled(value.IsItem ? $"[{value.Flow}]" : $"{{{value.Flow}}}", IsQuoted(source, member.Key));
                // Where nothing is written the value stands behind the colon.
                return member.Value.Length > 0 ? Edit.Of(source, member.Value.Start, member.Value.Length, written)
                    : DataText.EndOf(source, member) is { } end ? Edit.Of(source, end, 0, $" {written}") : null;
            default:
                return null;
        }
    }

    // Before what is there, in its column, so that where that ends need not be known.
    private static Edit? Insert(SourceText source, SharedParts shared, int at, DataNode into, Block value, string dash, bool isQuoted)
    {
        // Before an anchor's value is behind the anchor, which would then be another's.
        if (shared.Cover(at)) return null;
        if (DataText.IsFlow(source, into)) return Edit.Of(source, at, 0, Styled(value.Flow, isQuoted) + ", ");
        var start = dash.Length > 0 && DataText.DashBefore(source, at) is { } mark ? mark : at;
        // An anchor or a tag in front would be put before something else, and takes up columns.
        if (source.Text.AsSpan(DataText.LineStart(source, start), start - DataText.LineStart(source, start)).ContainsAnyExcept(" -")) return null;
        var (eol, column) = (DataText.LineEndAt(source, at), start - DataText.LineStart(source, at));
        var lines = value.Text.Split('\n');
        var inner = new string(' ', at - DataText.LineStart(source, at));
        if (CommentsAbove(source, start) is { } above)
            return Edit.Of(source, above, 0, new string(' ', column) + (dash.Length > 0 ? source.Text[start..at] : "") + string.Join(eol + inner, lines) + eol);
        return Edit.Of(source, at, 0, string.Join(eol + inner, lines) + eol + new string(' ', column) + (dash.Length > 0 ? source.Text[start..at] : ""));
    }

    // Where the comments begin that stand right above a member or an item, in its column, and so are about it; null where there are none.
    private static int? CommentsAbove(SourceText source, int start)
    {
        var line = DataText.LineStart(source, start);
        if (!source.Text.AsSpan(line, start - line).IsWhiteSpace()) return null;
        var (first, column) = (line, start - line);
        while (first > 0 && DataText.LineStart(source, first - 1) is var above && above + column < first
            && source.Text.AsSpan(above, column).IsWhiteSpace() && source.Text[above + column] == '#') first = above;
        return first < line ? first : null;
    }

    // JSON quotes everything; others write what needs no quotes without.
    private static bool IsQuoted(SourceText source, DataScalar key) => source.Text[key.Start] is '"';

    private static string Styled(string json, bool isQuoted) => isQuoted ? json : Word().Replace(json, word => word.Groups[1].Value);

    // What YAML, of whichever version, takes for a text without quotes.
    [GeneratedRegex(@"""(?!(?:true|false|null|yes|no|on|off|y|n)"")([a-z][-a-z0-9_./]*)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    private static bool IsWithin(DataNode outer, DataNode inner) =>
        (inner.Start >= outer.Start && inner.Start < outer.Start + outer.Length) || inner is DataScalar { Length: 0 };

    private static bool HasAnchor(SourceText source, DataMember member) =>
        member.Value.Start > member.Key.Start && source.Text.AsSpan(member.Key.Start, member.Value.Start - member.Key.Start).Contains('&');

    private static Block Expression(ImmutableArray<string> architectures) => new(
        $"key: {Scheduling.ArchitectureLabel.Name}\noperator: In\nvalues: [{string.Join(", ", architectures.Select(Quoted))}]",
        $"{{\"key\": \"{Scheduling.ArchitectureLabel.Name}\", \"operator\": \"In\", \"values\": [{string.Join(", ", architectures.Select(one => $"\"{one}\""))}]}}", IsItem: true);

    private static Block Item(string member, Block value)
    {
        var under = value.Under(member);
        return new(under.Text, $"{{{under.Flow}}}", IsItem: true);
    }

    private static Block Preference(PodChange.Prefer one)
    {
        var under = Expression([one.Architecture]).Under("matchExpressions").Under("preference");
        return new($"weight: {one.Weight}\n{under.Text}", $"{{\"weight\": {one.Weight}, {under.Flow}}}", IsItem: true);
    }

    // 386 and true are no texts to YAML.
    private static string Quoted(string value) => value.Length == 0 || value is "true" or "false" || value.All(char.IsAsciiDigit) ? $"\"{value}\"" : value;

    /// <summary>What is put in, in both ways of writing it.</summary>
    /// <param name="Text">Its lines in block style.</param>
    /// <param name="Flow">The same in braces, which JSON takes too.</param>
    /// <param name="IsItem">Whether it is an item of a sequence, and not a member.</param>
    private sealed record Block(string Text, string Flow, bool IsItem)
    {
        internal Block Under(string name) => new(
            $"{name}:\n  {(IsItem ? "- " : "")}{Text.Replace("\n", IsItem ? "\n    " : "\n  ", StringComparison.Ordinal)}",
            $"\"{name}\": {(IsItem ? $"[{Flow}]" : $"{{{Flow}}}")}", IsItem: false);
    }
}
