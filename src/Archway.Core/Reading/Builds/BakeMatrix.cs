using System.Collections.Immutable;
using Archway.Reading.Hcl;

namespace Archway.Reading.Builds;

/// <summary>One combination of the values of a target's <c>matrix</c>, by the names of its axes.</summary>
/// <remarks><see href="https://docs.docker.com/build/bake/matrices/"/></remarks>
internal sealed class BakeMatrix : HclScope
{
    // A target of more is better told by its variables than by all that they may be.
    private const int MostCombinations = 100;

    private readonly HclScope _outer;
    private readonly ImmutableDictionary<string, HclValue?> _axes;

    private BakeMatrix(HclScope outer, ImmutableDictionary<string, HclValue?> axes) => (_outer, _axes) = (outer, axes);

    internal override string Tool => _outer.Tool;

    /// <summary>The target once for each combination; an axis whose values are not written out stays a variable.</summary>
    internal static IReadOnlyList<HclValue> Of(HclValue target)
    {
        if (target["matrix"] is not { } matrix || HclEvaluation.Follow(matrix).Value is not { Node: HclObject } axes) return [target];
        List<ImmutableDictionary<string, HclValue?>> combinations = [ImmutableDictionary<string, HclValue?>.Empty];
        foreach (var axis in axes.Node.Members)
        {
            var list = HclEvaluation.Follow(axes.Of(axis.Value)).Value;
            HclValue?[] values = list?.Node is HclTuple { Items.Length: > 0 and var count } all && count * combinations.Count <= MostCombinations
                ? [.. all.Items.Select(list.Of)]
                : [null];
            combinations = [.. combinations.SelectMany(_ => values, (combination, value) => combination.SetItem(axis.Name, value))];
        }
        return [.. combinations.Select(combination => target with { Scope = new BakeMatrix(target.Scope, combination) })];
    }

    internal override HclFound Find(string name, ImmutableArray<HclNode> steps, SourceText from) =>
        !_axes.TryGetValue(name, out var value) ? _outer.Find(name, steps, from)
        : value is not null ? HclFound.Of(value, 0)
        : HclFound.Not($"{name} is an axis of the target's matrix, whose values are known only when {Tool} runs");
}
