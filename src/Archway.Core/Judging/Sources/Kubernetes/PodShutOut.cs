using System.Collections.Immutable;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A pod that asks for nodes of Arm, and the taints that it tolerates: whether it is let onto any is told by the pools of the whole tree.</summary>
/// <param name="Tolerations">What it tolerates.</param>
internal sealed record PodShutOut(ImmutableArray<Toleration> Tolerations)
{
    // Nobody makes so many; each is held against each pod.
    private const int MostPools = 100;

    /// <summary>The pool of Arm that it is kept off, with the taint; null where it is let onto one, or may be.</summary>
    internal (NodePool Pool, NodeTaint Taint)? From(IReadOnlyCollection<NodePool> pools)
    {
        if (pools.Count > MostPools) return null;
        (NodePool, NodeTaint)? first = null;
        foreach (var pool in pools)
        {
            if (pool.Taints?.FirstOrDefault(taint => taint.KeepsOff && !Tolerations.Any(toleration => toleration.Covers(taint))) is not { } taint) return null;
            if (pool.IsOfArm) first ??= (pool, taint);
        }

        return first;
    }
}
