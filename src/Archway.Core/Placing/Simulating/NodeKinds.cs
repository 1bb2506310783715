using System.Collections.Immutable;
using System.Text;
using Archway.Placing.Scheduling;

namespace Archway.Placing.Simulating;

/// <summary>Nodes that no pod of the simulation tells apart, but by their names.</summary>
internal sealed class NodeKinds
{
    private readonly List<int> _first = [];

    private NodeKinds(ImmutableArray<Node> nodes) => (Nodes, Of) = (nodes, new int[nodes.Length]);

    /// <summary>All nodes.</summary>
    internal ImmutableArray<Node> Nodes { get; }

    /// <summary>The kind of each node.</summary>
    internal int[] Of { get; }

    internal int Count => _first.Count;

    /// <summary>A node that stands for its kind.</summary>
    internal Node this[int kind] => Nodes[_first[kind]];

    /// <summary>The kinds of nodes, by the labels that pods look at.</summary>
    internal static NodeKinds Among(ImmutableArray<Node> nodes, IEnumerable<PodClass> classes)
    {
        string[] labels = [.. classes.SelectMany(one => LabelsOf(one.Pod)).Distinct().Order(StringComparer.Ordinal)];
        NodeKinds kinds = new(nodes);
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Length; i++)
        {
            var key = KeyOf(nodes[i], labels);
            if (!known.TryGetValue(key, out var kind))
            {
                known[key] = kind = kinds._first.Count;
                kinds._first.Add(i);
            }

            kinds.Of[i] = kind;
        }

        return kinds;
    }

    private static IEnumerable<string> LabelsOf(Pod pod) =>
        pod.NodeSelector.Keys
            .Concat((pod.RequiredTerms ?? []).Concat(pod.Preferences.Select(one => one.Term)).SelectMany(term => term.Expressions).Select(one => one.Key))
            .Concat(pod.Spread.Select(one => one.TopologyKey));

    private static string KeyOf(Node node, string[] labels)
    {
        StringBuilder key = new();
        foreach (var label in labels) key.Append(node.Labels.TryGetValue(label, out var value) ? value : "\u0001").Append('\0');
        foreach (var taint in node.Taints) key.Append(taint).Append('\0');
        foreach (var (name, amount) in node.Allocatable.All) key.Append(name).Append('=').Append(amount).Append('\0');
        key.Append(node.IsUnschedulable).Append(node.Platform?.Canonical);
        if (node.Choices is not null) key.Append('\0').Append(node.Group);
        return node is { IsPotential: true, Reckoned: { } reckoned } ? key.Append('\0').Append(KeyOf(reckoned, labels)).ToString() : key.ToString();
    }
}
