using System.Collections.Immutable;
using Archway.Placing.Scheduling;

namespace Archway.Placing.Simulating;

/// <summary>What is taken of each node while pods land.</summary>
internal sealed class NodeState
{
    private readonly Dictionary<string, int> _resources = new(StringComparer.Ordinal) { ["pods"] = 0, ["cpu"] = 1, ["memory"] = 2 };
    private readonly long[][] _capacity;
    private readonly long[][] _taken;
    private readonly bool[] _isPotential;

    internal NodeState(ImmutableArray<Node> nodes, IEnumerable<PodClass> classes)
    {
        foreach (var name in classes.SelectMany(one => one.Pod.Requests.All).Select(one => one.Key)) _resources.TryAdd(name, _resources.Count);
        _capacity = [.. _resources.OrderBy(one => one.Value).Select(one => nodes.Select(node => Scheduler.Capacity(node, one.Key)).ToArray())];
        _taken = [.. _capacity.Select(amounts => new long[amounts.Length])];
        _isPotential = [.. nodes.Select(node => node.IsPotential)];
    }

    /// <summary>What a pod of a class takes, itself among it.</summary>
    internal (int Resource, long Amount)[] Of(PodClass one) =>
        [(0, 1), .. from asked in one.Pod.Requests.All where asked.Value > 0 && asked.Key != "pods" select (_resources[asked.Key], asked.Value)];

    internal bool IsPotential(int node) => _isPotential[node];

    /// <summary>Takes up a node that came; false where it was there.</summary>
    internal bool Open(int node)
    {
        var came = _isPotential[node];
        _isPotential[node] = false;
        return came;
    }

    /// <summary>The resource that a node has no more of; null where it has room.</summary>
    internal string? Lacks(int node, (int Resource, long Amount)[] asked)
    {
        foreach (var (resource, amount) in asked)
            if (amount > _capacity[resource][node] - _taken[resource][node]) return _resources.First(one => one.Value == resource).Key;
        return null;
    }

    internal bool HasRoom(int node, (int Resource, long Amount)[] asked)
    {
        foreach (var (resource, amount) in asked)
            if (amount > _capacity[resource][node] - _taken[resource][node]) return false;
        return true;
    }

    internal void Take(int node, (int Resource, long Amount)[] asked)
    {
        foreach (var (resource, amount) in asked)
            _taken[resource][node] = _taken[resource][node] > long.MaxValue - amount ? long.MaxValue : _taken[resource][node] + amount;
    }

    internal long Pods(int node) => _taken[0][node];

    /// <summary>How much of processor and memory would be left, in hundredths.</summary>
    internal long Free(int node, (int Resource, long Amount)[] asked)
    {
        long free = 0;
        var counted = 0;
        for (var resource = 1; resource <= 2; resource++)
        {
            var capacity = _capacity[resource][node];
            if (capacity is 0 or long.MaxValue) continue;
            var taken = _taken[resource][node];
            foreach (var (of, amount) in asked)
                if (of == resource) taken += amount;
            free += taken > capacity ? 0 : (long)((capacity - taken) * 100.0 / capacity);
            counted++;
        }

        return counted == 0 ? 100 : free / counted;
    }
}
