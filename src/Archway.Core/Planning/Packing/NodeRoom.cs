using Archway.Placing.Scheduling;

namespace Archway.Planning.Packing;

/// <summary>What a node has for pods beside its DaemonSets, of each resource that bounds them.</summary>
/// <remarks>A resource that every node has and this one does not name is not bounded; one of a device is there only where it is named.</remarks>
internal sealed class NodeRoom
{
    /// <summary>The resource that each pod takes one of.</summary>
    internal const string Pods = "pods";
    private static readonly string[] OfEveryNode = ["cpu", "memory", "ephemeral-storage", Pods];

    private NodeRoom(string[] resources, long[] free, string[] exhausted) => (Resources, Free, Exhausted) = (resources, free, exhausted);

    /// <summary>The resources that bound pods, in the order of their names.</summary>
    internal string[] Resources { get; }

    /// <summary>How much there is of each.</summary>
    internal long[] Free { get; }

    /// <summary>The resources that DaemonSets alone ask more of than there is.</summary>
    internal string[] Exhausted { get; }

    /// <summary>The room of a node for pods that ask for these resources.</summary>
    internal static NodeRoom Of(ResourceAmounts allocatable, ResourceAmounts perNode, IEnumerable<string> asked)
    {
        string[] bounded = [.. asked.Append(Pods).Concat(perNode.All.Select(one => one.Key)).Distinct()
            .Where(resource => allocatable.Find(resource) is not null || !OfEveryNode.Contains(resource)).Order(StringComparer.Ordinal)];
        var exhausted = bounded.Where(resource => perNode.Find(resource) > (allocatable.Find(resource) ?? 0)).ToArray();
        return new(bounded, [.. bounded.Select(resource => Math.Max(0, (allocatable.Find(resource) ?? 0) - (perNode.Find(resource) ?? 0)))], exhausted);
    }

    /// <summary>How much one pod takes of each resource.</summary>
    internal long[] Needs(ResourceAmounts requests) => [.. Resources.Select(resource => resource == Pods ? 1 : requests.Find(resource) ?? 0)];

    /// <summary>Whether an empty node has room for a pod.</summary>
    internal bool Holds(long[] needs)
    {
        for (var i = 0; i < needs.Length; i++)
            if (needs[i] > Free[i]) return false;
        return true;
    }
}
