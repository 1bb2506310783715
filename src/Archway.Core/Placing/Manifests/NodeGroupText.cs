using System.Globalization;
using Archway.Placing.Scheduling;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>What is wrong with a group of nodes as somebody wrote it: passed over, it would be an answer about another cluster.</summary>
internal static class NodeGroupText
{
    private static readonly string[] Members = ["name", "labels", "taints", "allocatable", "count", "max"];

    /// <summary>Each fault, with where it stands.</summary>
    internal static IEnumerable<(DataNode At, string Problem)> Problems(DataNode group)
    {
        foreach (var (name, _) in group.Members)
            if (!Members.Contains(name.Value)) yield return (name, $"a group has no '{name.Value}'; it has {string.Join(", ", Members)}");
        foreach (var member in (string[])["count", "max"])
            if (group[member] is { } node and not DataScalar { IsNull: true } && ScalarText.NumberOf(node) is null or < 0)
                yield return (node, $"{member} is a number of nodes, not '{ScalarText.Of(node)}'");
        if (ScalarText.NumberOf(group["count"]) is { } count && ScalarText.NumberOf(group["max"]) is { } max && count > max)
            yield return (group["max"]!, string.Create(CultureInfo.InvariantCulture, $"the group has {count} nodes now, and so may have more than {max}"));
        foreach (var (resource, amount) in group["allocatable"]?.Members ?? [])
            if (ScalarText.Of(amount) is not { } text || Quantity.Thousandths(text) is null) yield return (amount, $"'{ScalarText.Of(amount)}' is no amount of {resource.Value}; write it like 500m or 4Gi");
        foreach (var taint in group["taints"]?.Items ?? [])
            if (Taint.Read(WrittenOf(taint)).Problem is { } problem) yield return (taint, problem);
    }

    private static string WrittenOf(DataNode taint) => taint is DataScalar scalar ? scalar.Value
        : $"{ScalarText.Of(taint["key"])}={ScalarText.Of(taint["value"])}:{ScalarText.Of(taint["effect"])}";
}
