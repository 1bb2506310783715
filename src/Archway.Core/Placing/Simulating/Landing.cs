using System.Globalization;

namespace Archway.Placing.Simulating;

/// <summary>Lets pods land one after the other, each on the node that a scheduler likes best; of equals on the emptier, then on the first.</summary>
/// <remarks>
/// Nodes are liked as the plug-ins NodeAffinity, TaintToleration, PodTopologySpread and NodeResourcesFit like them, with their weights. Of equals a
/// real scheduler takes any.
/// </remarks>
internal sealed class Landing(NodeKinds kinds, NodeState state, SpreadCounts spreads)
{
    private const int AffinityWeight = 2;
    private const int TaintWeight = 3;
    private const int SpreadWeight = 2;
    private readonly int[] _candidates = new int[kinds.Nodes.Length];
    private readonly double[] _spread = new double[kinds.Nodes.Length];

    /// <summary>Lets one pod land.</summary>
    /// <param name="group">Whose pod it is.</param>
    /// <param name="fit">Where it may stand.</param>
    /// <param name="asked">What it takes.</param>
    /// <param name="only">The one node that it is for; null for any.</param>
    /// <returns>The node, or why it waits.</returns>
    internal (int? Node, string? Waits) Land(PodGroup group, ClassFit fit, (int Resource, long Amount)[] asked, int? only)
    {
        var own = spreads.OwnOf(group);
        var node = Best(group, fit, asked, own, only, ofPotential: false, out var why) ?? Best(group, fit, asked, own, only, ofPotential: true, out _);
        if (node is not { } chosen) return (null, why);
        // A daemon's pod comes with a node, and brings none.
        if (only is null && state.Open(chosen)) spreads.Open(chosen);
        state.Take(chosen, asked);
        return (chosen, null);
    }

    private int? Best(
        PodGroup group, ClassFit fit, (int Resource, long Amount)[] asked, SpreadCount[] own, int? only, bool ofPotential, out string? why)
    {
        var (count, full, uneven) = (0, 0, 0);
        int? fullNode = null;
        var (first, last) = only is { } one ? (one, one) : (0, kinds.Nodes.Length - 1);
        var least = own.Select(each => each.Least).ToArray();
        for (var node = first; node <= last; node++)
        {
            if (state.IsPotential(node) != ofPotential || !fit.Accepts(node)) continue;
            if (!state.HasRoom(node, asked)) (full, fullNode) = (full + 1, fullNode ?? node);
            else if (!IsEven(own, least, node)) uneven++;
            else _candidates[count++] = node;
        }

        why = count > 0 ? null : WhyNone(fullNode is { } some ? state.Lacks(some, asked) : null, full, uneven);
        if (count > 1 && fit.HasUnreadablePreference)
        {
            why = "the scheduler cannot read what it prefers, and fails on it where there is more than one node to choose from";
            return null;
        }

        return count == 0 ? null : count == 1 ? _candidates[0] : ofPotential ? Next(fit, count) : Liked(group, fit, asked, own, count);
    }

    // A node that is yet to come is not chosen among others, but that Karpenter takes a wish for a need as long as some pool meets it.
    private int Next(ClassFit fit, int count)
    {
        if (kinds.Nodes[_candidates[0]].Choices is null) return _candidates[0];
        foreach (var wish in fit.Wishes)
            for (var i = 0; i < count; i++)
                if (kinds.Nodes[_candidates[i]].Choices is not null && wish.Term.Matches(kinds.Nodes[_candidates[i]])) return _candidates[i];
        return _candidates[0];
    }

    private int Liked(PodGroup group, ClassFit fit, (int Resource, long Amount)[] asked, SpreadCount[] own, int count)
    {
        var soft = own.Where(one => !one.Constraint.IsRequired).ToArray();
        var (affinity, disliked) = (0, 0);
        var (evenest, unevenest) = (double.MaxValue, 0d);
        for (var i = 0; i < count; i++)
        {
            affinity = Math.Max(affinity, fit.AffinityTo(_candidates[i]));
            disliked = Math.Max(disliked, fit.DislikedBy(_candidates[i]));
            if (soft.Length == 0) continue;
            var crowd = soft.Sum(one => one.At(_candidates[i]) is { } there ? there * Math.Log(one.Values + 2) + one.Constraint.MaxSkew - 1 : 0);
            (_spread[i], evenest, unevenest) = (crowd, Math.Min(evenest, crowd), Math.Max(unevenest, crowd));
        }

        var (best, most) = (_candidates[0], double.MinValue);
        for (var i = 0; i < count; i++)
        {
            var node = _candidates[i];
            double likes = state.Free(node, asked);
            if (affinity > 0) likes += AffinityWeight * (fit.AffinityTo(node) * 100 / affinity);
            likes += TaintWeight * (disliked == 0 ? 100 : 100 - fit.DislikedBy(node) * 100 / disliked);
            if (soft.Length > 0) likes += SpreadWeight * (unevenest == 0 ? 100 : 100 * (unevenest + evenest - _spread[i]) / unevenest);
            if (likes > most || (likes == most && state.Pods(node) < state.Pods(best))) (best, most) = (node, likes);
        }

        return best;
    }

    private static bool IsEven(SpreadCount[] own, int[] least, int node)
    {
        for (var i = 0; i < own.Length; i++)
        {
            var one = own[i];
            if (one.Constraint.IsRequired && (one.At(node) is not { } there || there + (one.CountsItself ? 1 : 0) - least[i] > one.Constraint.MaxSkew)) return false;
        }

        return true;
    }

    private static string? WhyNone(string? resource, int full, int uneven) => (full, uneven) switch
    {
        (0, 0) => null,
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"it would stand too unevenly on each of the {uneven} nodes that would take it"),
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"no room is left on the {full} nodes that would take it: {Word(resource!)}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"no room is left on {full} nodes that would take it ({Word(resource!)}), and it would stand too unevenly on {uneven}"),
    };

    private static string Word(string resource) => resource == "pods" ? "too many pods" : $"insufficient {resource}";
}
