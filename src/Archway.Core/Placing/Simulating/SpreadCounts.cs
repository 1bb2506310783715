using Archway.Placing.Scheduling;

namespace Archway.Placing.Simulating;

/// <summary>All spread constraints of a simulation, and which pods each of them counts.</summary>
internal sealed class SpreadCounts
{
    private static readonly SpreadCount[] None = [];
    private readonly Dictionary<(PodClass, string), SpreadCount[]> _own = [];
    private readonly Dictionary<(string Namespace, string Label, string Value), List<SpreadCount>> _byLabel = [];
    private readonly Dictionary<string, List<SpreadCount>> _others = new(StringComparer.Ordinal);
    private readonly List<SpreadCount> _all = [];

    internal SpreadCounts(IEnumerable<PodGroup> groups, NodeKinds kinds)
    {
        foreach (var group in groups)
        {
            if (group.Class.Pod.Spread.IsEmpty || _own.ContainsKey((group.Class, group.Namespace))) continue;
            var counts = group.Class.Pod.Spread.Select(constraint => new SpreadCount(constraint, group, kinds)).ToArray();
            _own[(group.Class, group.Namespace)] = counts;
            foreach (var count in counts) Index(group.Namespace, count);
        }
    }

    /// <summary>The constraints of a group's own pods.</summary>
    internal SpreadCount[] OwnOf(PodGroup group) => group.Class.Pod.Spread.IsEmpty ? None : _own[(group.Class, group.Namespace)];

    /// <summary>The constraints that count a group's pods.</summary>
    internal SpreadCount[] Counting(PodGroup group)
    {
        if (_all.Count == 0) return None;
        var candidates = _others.GetValueOrDefault(group.Namespace, []).AsEnumerable();
        foreach (var (label, value) in group.Labels) candidates = candidates.Concat(_byLabel.GetValueOrDefault((group.Namespace, label, value), []));
        return [.. candidates.Where(count => count.Constraint.Counts(group.Labels))];
    }

    /// <summary>Takes up a node that came.</summary>
    internal void Open(int node)
    {
        foreach (var count in _all) count.Open(node);
    }

    // A selector of many pods' own labels is found by one of them, so that thousands of workloads are not each held against each.
    private void Index(string space, SpreadCount count)
    {
        _all.Add(count);
        if (count.Constraint.Selector is not { IsEmpty: false } selector) return;
        var label = selector.FirstOrDefault(one => one is { Operator: LabelOperator.In, Values.Length: 1 });
        var list = label is null
            ? _others.TryGetValue(space, out var others) ? others : _others[space] = []
            : _byLabel.TryGetValue((space, label.Key, label.Values[0]), out var found) ? found : _byLabel[(space, label.Key, label.Values[0])] = [];
        list.Add(count);
    }
}
