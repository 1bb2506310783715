using System.Collections.Immutable;

namespace Archway.Reading.Data;

/// <summary>What the merge key <c>&lt;&lt;</c> brings into a mapping.</summary>
/// <remarks><see href="https://yaml.org/type/merge.html"/></remarks>
internal static class MergeKeys
{
    /// <summary>The mapping's members with those merged in before them: its own win, then the earlier merge.</summary>
    internal static ImmutableArray<DataMember> Apply(ImmutableArray<DataMember> own, IEnumerable<DataNode> merges)
    {
        var taken = own.Select(member => member.Key.Value).ToHashSet(StringComparer.Ordinal);
        var merged = merges.SelectMany(merge => merge is DataSequence several ? several.Nodes : [merge])
            .SelectMany(source => source.Members)
            .Where(member => taken.Add(member.Key.Value));
        return [.. merged, .. own];
    }
}
