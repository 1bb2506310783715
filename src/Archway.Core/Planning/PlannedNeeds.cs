using Archway.Placing.Scheduling;
using Archway.Reading.Kubernetes;

namespace Archway.Planning;

/// <summary>What a pod asks of a node besides an architecture, which the plan's machines have not.</summary>
internal static class PlannedNeeds
{
    // Which zones there are is the cluster's, and machines of either architecture come in any.
    private static readonly string[] OfAnyNode =
    [
        ArchitectureLabel.Name, ArchitectureLabel.OldName, "kubernetes.io/os", "beta.kubernetes.io/os",
        "topology.kubernetes.io/zone", "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
    ];

    /// <summary>Why its pods would wait on the plan's machines, and what to do about it; null where nothing is known to be in the way.</summary>
    internal static (string Because, string ToDo)? Beyond(Pod pod)
    {
        if (pod.NodeSelector.Keys.FirstOrDefault(key => !OfAnyNode.Contains(key)) is { } label) return Label($"{label}={pod.NodeSelector[label]}");
        if (pod.RequiredTerms is { Length: > 0 } terms && terms.All(term => InTheWay(term) is not null)) return Label(InTheWay(terms[0])!.ToString());
        return pod.Requests.All.Select(one => one.Key).FirstOrDefault(name => (name.Contains('/', StringComparison.Ordinal) && !GpuAsk.IsGpu(name)) || name.StartsWith("hugepages-", StringComparison.Ordinal)) is { } device
            ? ($"it asks for {device}, which no machine of the plan has", "make a group whose machines have it, for the architecture that its image runs on")
            : null;
    }

    // A node without a label meets what asks for it not to be there.
    private static LabelRequirement? InTheWay(NodeTerm term) => term.Fields.FirstOrDefault()
        ?? term.Expressions.FirstOrDefault(one => !OfAnyNode.Contains(one.Key) && one.Operator is not (LabelOperator.NotIn or LabelOperator.DoesNotExist));

    private static (string Because, string ToDo) Label(string asked) =>
        ($"it asks for nodes with {asked}, which the plan's Arm machines are not given", "give the Arm group that label where its machines are such, or take what is asked for away");
}
