using System.Collections.Immutable;

namespace Archway.Placing.Scheduling;

/// <summary>The labels that a node may yet be given: one that Karpenter would make is of whatever kind the pod needs and its pool allows.</summary>
/// <param name="pool">What the pool asks of labels.</param>
public sealed class NodeChoices(ImmutableArray<LabelRequirement> pool)
{
    private readonly ILookup<string, LabelRequirement> _byKey = pool.ToLookup(one => one.Key, StringComparer.Ordinal);

    /// <summary>Whether some node of the pool meets a requirement of a label that not all of them have alike.</summary>
    internal bool Meets(LabelRequirement asked)
    {
        var own = _byKey[asked.Key].ToArray();
        // A label that the pool says nothing of is there only where Karpenter knows it by itself.
        if (own.Length == 0) return IsKnown(asked.Key) ? asked.Operator != LabelOperator.DoesNotExist : asked.MatchesValue(null);
        if (own.Any(one => one.Operator == LabelOperator.DoesNotExist)) return asked.MatchesValue(null);
        var named = own.Append(asked).Where(one => one.Operator == LabelOperator.In).Select(one => one.Values).FirstOrDefault();
        return named.IsDefault ? asked.Operator != LabelOperator.DoesNotExist : named.Any(value => asked.MatchesValue(value) && own.All(one => one.MatchesValue(value)));
    }

    /// <summary>What the pool asks of a label, as a person writes it; null where it asks nothing.</summary>
    internal string? SaidOf(string key) => _byKey.Contains(key) ? string.Join(" and ", _byKey[key]) : null;

    private static bool IsKnown(string key) => key is "topology.kubernetes.io/zone" or "topology.kubernetes.io/region" or "node.kubernetes.io/instance-type"
        or "karpenter.sh/capacity-type" or "topology.k8s.aws/zone-id" || key.StartsWith("karpenter.k8s.aws/", StringComparison.Ordinal)
        || key.StartsWith("karpenter.azure.com/", StringComparison.Ordinal);
}
