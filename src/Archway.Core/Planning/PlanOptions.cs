using System.Collections.Immutable;
using Archway.Placing.Scheduling;
using Archway.Planning.Machines;

namespace Archway.Planning;

/// <summary>What a plan is to be for.</summary>
/// <param name="Target">What makes the cluster's machines.</param>
public sealed record PlanOptions(NodeTarget Target)
{
    /// <summary>The taint of Arm machines where nobody chose another; it is what Google's Arm nodes have by themselves.</summary>
    public static Taint UsualTaint { get; } = new(ArchitectureLabel.Name, "arm64", "NoSchedule");

    /// <summary>How pods are kept where they run.</summary>
    public PlanStrategy Strategy { get; init; }

    /// <summary>The cluster's name, as its maker knows it.</summary>
    public string Cluster { get; init; } = "CLUSTER";

    /// <summary>The region that its machines are in; null where it was not said.</summary>
    public string? Region { get; init; }

    /// <summary>The version of Kubernetes that nodes are to have, where a file names it.</summary>
    public string Kubernetes { get; init; } = "1.34";

    /// <summary>Whether machines may be such as are taken away at short notice.</summary>
    public bool IsSpot { get; init; }

    /// <summary>The taint of Arm machines, where there is to be one.</summary>
    public Taint Taint { get; init; } = UsualTaint;

    /// <summary>The kinds of machines to have: x86 and Arm ones; empty for the cheapest.</summary>
    public ImmutableArray<string> MachineTypes { get; init; } = [];

    /// <summary>Which Arm types the region offers; null where nobody was asked.</summary>
    public ArmOffer? Offer { get; init; }

    /// <summary>The cloud whose machines a target has; null where that is anyone's.</summary>
    /// <param name="target">What makes the machines.</param>
    public static Cloud? CloudOf(NodeTarget target) => target switch
    {
        NodeTarget.Gke => Cloud.Google,
        NodeTarget.Aks => Cloud.Azure,
        NodeTarget.Kubeadm => null,
        _ => Cloud.Aws,
    };
}
