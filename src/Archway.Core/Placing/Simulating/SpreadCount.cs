using Archway.Placing.Scheduling;

namespace Archway.Placing.Simulating;

/// <summary>How many pods stand at each value of a spread constraint's label.</summary>
internal sealed class SpreadCount
{
    private readonly Dictionary<string, int> _byValue = new(StringComparer.Ordinal);
    private readonly string?[] _values;
    private readonly bool[] _counts;

    internal SpreadCount(SpreadConstraint constraint, PodGroup group, NodeKinds kinds)
    {
        Constraint = constraint;
        (_values, _counts) = (new string?[kinds.Nodes.Length], new bool[kinds.Nodes.Length]);
        CountsItself = constraint.Counts(group.Labels);
        var pod = group.Class.Pod;
        for (var i = 0; i < _values.Length; i++)
        {
            var node = kinds.Nodes[i];
            _values[i] = node.Labels.GetValueOrDefault(constraint.TopologyKey);
            _counts[i] = pod.Spread.All(one => one.IsRequired != constraint.IsRequired || node.Labels.ContainsKey(one.TopologyKey))
                && (!constraint.HeedsAffinity || pod.Selects(node))
                && (!constraint.HeedsTaints || !node.Taints.Any(taint => taint.KeepsOff && pod.IsKeptOffBy(taint)));
            if (!node.IsPotential) Open(i);
        }
    }

    internal SpreadConstraint Constraint { get; }

    internal bool CountsItself { get; }

    internal int Values => _byValue.Count;

    /// <summary>Takes up a node that came.</summary>
    internal void Open(int node)
    {
        if (_counts[node] && _values[node] is { } value) _byValue.TryAdd(value, 0);
    }

    /// <summary>Counts a pod that landed on a node.</summary>
    internal void Add(int node)
    {
        if (_counts[node] && _values[node] is { } value) _byValue[value] = _byValue.GetValueOrDefault(value) + 1;
    }

    /// <summary>The count that the others are held against.</summary>
    internal int Least => _byValue.Count == 0 || _byValue.Count < Constraint.MinDomains ? 0 : _byValue.Values.Min();

    /// <summary>How many pods stand where a node stands; null where the node has no such label.</summary>
    internal int? At(int node) => _values[node] is { } value ? _byValue.GetValueOrDefault(value) : null;
}
