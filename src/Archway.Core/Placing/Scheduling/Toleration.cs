namespace Archway.Placing.Scheduling;

/// <summary>Taints that a pod puts up with; what is empty matches any.</summary>
/// <param name="Key">The taint's key; empty for every taint.</param>
/// <param name="Operator"><c>Equal</c> where it is empty.</param>
/// <param name="Value">The taint's value, where the operator is <c>Equal</c>.</param>
/// <param name="Effect">The taint's effect.</param>
/// <remarks>For how long it does (<c>tolerationSeconds</c>) is not asked when a pod is placed.</remarks>
public sealed record Toleration(string Key, string Operator, string Value, string Effect)
{
    /// <summary>What the API server gives every pod that says nothing of it: nodes that just went away are put up with for a while.</summary>
    internal static Toleration[] OfEveryPod { get; } =
        [new("node.kubernetes.io/not-ready", "Exists", "", "NoExecute"), new("node.kubernetes.io/unreachable", "Exists", "", "NoExecute")];

    /// <summary>What a DaemonSet's controller gives its pods.</summary>
    /// <remarks><see href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations"/></remarks>
    internal static Toleration[] OfDaemons { get; } =
    [
        .. OfEveryPod,
        .. from taint in (string[])["disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"]
           select new Toleration($"node.kubernetes.io/{taint}", "Exists", "", "NoSchedule"),
    ];

    /// <summary>Whether a pod with it is let onto nodes with a taint.</summary>
    internal bool Covers(Taint taint) => (Effect.Length == 0 || Effect == taint.Effect) && (Key.Length == 0 || Key == taint.Key) && Operator switch
    {
        "" or "Equal" => Value == taint.Value,
        "Exists" => true,
        // Lt and Gt are off unless a cluster was told otherwise, and its API server then refuses them.
        _ => false,
    };
}
