using Archway.Judging.Sources.Data;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>Where a place asks for nodes by a label that has another name since.</summary>
internal static class OldLabels
{
    /// <summary>Each label, its new name, and the edit that gives it; null where that cannot be made here.</summary>
    internal static IEnumerable<(DataScalar Label, string Now, Edit? Edit)> At(SourceText source, DataPlace place) =>
        from found in place.Name == "nodeSelector" ? Selectors(source, place.Node) : Keys(source, place.Node)
        let now = NodeLabels.NewNameOf(found.Label.Value)
        where now is not null
        select (found.Label, now, found.Edit(now));

    private static IEnumerable<(DataScalar Label, Func<string, Edit?> Edit)> Selectors(SourceText source, DataNode selector) =>
        selector is not DataMapping labels ? [] : labels.Entries.Where(label => label.Key.Start >= labels.Start)
            .Select(label => (label.Key, (Func<string, Edit?>)(now => labels.Find(now) switch
            {
                null => DataEdits.Replace(source, label.Key, now),
                { Value.Text: var text } when text == label.Value.Text => DataEdits.Remove(source, labels, label),
                _ => null,
            })));

    private static IEnumerable<(DataScalar Label, Func<string, Edit?> Edit)> Keys(SourceText source, DataNode node) =>
        from member in node.Members
        where member.Key.Start >= node.Start && (member.Key.Value == "key" || member.Key.Value.EndsWith("opologyKey", StringComparison.Ordinal))
        let label = member.Value as DataScalar
        where label is not null && label.Start > member.Key.Start
        select (label, (Func<string, Edit?>)(now => DataEdits.Replace(source, label, now)));
}
