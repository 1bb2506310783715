using System.Globalization;

namespace Archway.Placing.Scheduling;

/// <summary>What a kube-scheduler says of one pod on one node, all that stands on the node left aside.</summary>
/// <remarks>The meaning is that of its plug-ins NodeUnschedulable, NodeName, TaintToleration, NodeAffinity, NodeResourcesFit and PodTopologySpread.</remarks>
public static class Scheduler
{
    // What every node has whether or not it says so; other resources are those of devices, and are there only where they are named.
    private static readonly string[] OfEveryNode = ["cpu", "memory", "ephemeral-storage", "pods"];

    /// <summary>Why the node is refused; null where it is accepted.</summary>
    public static string? WhyNot(Pod pod, Node node) => WhyNotOn(pod, node)
        // What is not there comes only for pods that Cluster Autoscaler thinks will fit on it.
        ?? (node is { IsPotential: true, Reckoned: { } reckoned } && WhyNotOn(pod, reckoned) is { } why ? $"Cluster Autoscaler makes none for it, taking it for a node on which {why}" : null);

    private static string? WhyNotOn(Pod pod, Node node)
    {
        if (pod.Gates is [var gate, ..]) return $"waits for its scheduling gate '{gate}'";
        if (pod.NodeName is { } bound) return bound == node.Name ? WhyNotStarted(pod, node) : $"is bound to the node {bound}";
        if (node.IsUnschedulable && pod.IsKeptOffBy(Taint.Unschedulable)) return "the node is unschedulable";
        foreach (var taint in node.Taints)
            if (taint.KeepsOff && pod.IsKeptOffBy(taint)) return $"taint {taint} is not tolerated";
        return WhyNotSelected(pod, node) ?? WhyNotSpread(pod, node) ?? WhyNoRoom(pod, node);
    }

    // The kubelet looks at a pod that passed no scheduler, and at less than that would have.
    private static string? WhyNotStarted(Pod pod, Node node)
    {
        foreach (var taint in node.Taints)
            if (taint.Effect == "NoExecute" && pod.IsKeptOffBy(taint)) return $"taint {taint} is not tolerated";
        return (WhyNotSelected(pod, node) ?? WhyNoRoom(pod, node)) is { } why ? $"is bound to it by nodeName, and its kubelet ends it: {why}" : null;
    }

    private static string? WhyNotSelected(Pod pod, Node node)
    {
        if (pod.Selects(node)) return null;
        foreach (var (key, value) in pod.NodeSelector)
            if (!node.Has(key, value)) return $"nodeSelector asks for {key}={value}, {Has(node, key)}";
        var terms = pod.RequiredTerms!.Value;
        if (terms.All(term => term.IsEmpty)) return "the required affinity has only empty terms, which match no node";
        if (terms.All(term => term.IsEmpty || !term.IsReadable)) return "the required affinity has only terms that the scheduler cannot read, which match no node";
        var (first, failed) = (from term in terms
                               where !term.IsEmpty && term.IsReadable
                               from one in term.Expressions.Concat(term.Fields)
                               where term.Fields.Contains(one) ? !one.MatchesValue(one.Key == "metadata.name" ? node.Name : "") : !node.Meets(one)
                               select (term, one)).First();
        var among = terms.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"none of {terms.Length} terms matches: ") : "";
        return $"{among}affinity asks for {failed}, {(first.Fields.Contains(failed) ? $"the node is {node.Name}" : Has(node, failed.Key))}";
    }

    private static string Has(Node node, string key) => node.Labels.TryGetValue(key, out var value) ? $"the node has {key}={value}"
        : node.Choices?.SaidOf(key) is { } said ? $"its pool asks for {said}" : "which the node does not have";

    private static string? WhyNotSpread(Pod pod, Node node)
    {
        foreach (var constraint in pod.Spread)
            if (constraint.IsRequired && !node.Labels.ContainsKey(constraint.TopologyKey)) return $"it is spread over {constraint.TopologyKey}, which the node does not have";
        return null;
    }

    private static string? WhyNoRoom(Pod pod, Node node)
    {
        if (node.Allocatable.Find("pods") is 0) return "the node takes no pods";
        foreach (var (resource, asked) in pod.Requests.All)
            if (asked > Capacity(node, resource)) return $"insufficient {resource}: it asks for {Shown(resource, asked)}, the node has {Shown(resource, Capacity(node, resource))}";
        return null;
    }

    /// <summary>How much of a resource a node has for pods.</summary>
    internal static long Capacity(Node node, string resource) =>
        node.Allocatable.Find(resource) ?? (OfEveryNode.Contains(resource) ? long.MaxValue : 0);

    private static string Shown(string resource, long amount) =>
        resource == "cpu" && amount % 1000 != 0 ? string.Create(CultureInfo.InvariantCulture, $"{amount}m")
            : (resource == "cpu" ? amount / 1000 : amount).ToString(CultureInfo.InvariantCulture);
}
