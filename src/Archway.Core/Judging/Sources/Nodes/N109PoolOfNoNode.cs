using System.Collections.Immutable;
using Archway.Judging.Sources.Data;
using Archway.Judging.Sources.Kubernetes;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Nodes;

/// <summary>A pool of Karpenter whose requirements contradict each other, so that it makes no node.</summary>
internal sealed class N109PoolOfNoNode() : DataRule("N109", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context) =>
        document.Format is KubernetesFormat && DataText.Of(document).Contains("karpenter.sh/", StringComparison.Ordinal)
            ? PoolRequirement.OfPools(document).Select(pool => InOne(document.Source, pool) ?? AmongArchitectures(document.Source, pool)).OfType<SourceFinding>() : [];

    /// <summary>What is asked of one label in two ways that no value meets.</summary>
    private SourceFinding? InOne(SourceText source, ImmutableArray<PoolRequirement> pool)
    {
        foreach (var several in pool.GroupBy(one => one.Key, StringComparer.Ordinal).Select(one => one.ToArray()).Where(several => several.Length > 1))
        {
            if (Array.Find(several, one => one.Names) is not { } named || named.Values.Any(value => several.All(one => one.Takes(value)))) continue;
            var other = several.Last(one => !ReferenceEquals(one, named));
            return At(source, other, $"{named} and {other} have no value in common");
        }

        return null;
    }

    private SourceFinding? AmongArchitectures(SourceText source, ImmutableArray<PoolRequirement> pool)
    {
        var known = pool.Select(one => (Requirement: one, Architectures: one.Architectures())).Where(one => one.Architectures is not null).ToArray();
        for (var i = 1; i < known.Length; i++)
            for (var k = 0; k < i; k++)
            {
                if (known[i].Architectures!.Value.Intersect(known[k].Architectures!.Value).Any()) continue;
                // What names machines is told of beside what names the architecture.
                var (one, other) = known[i].Requirement.Key == NodeLabels.Architecture ? (known[i], known[k]) : (known[k], known[i]);
                return At(source, other.Requirement,
                    $"{one.Requirement} is asked for, and {other.Requirement} leaves machines of {string.Join(" and ", other.Architectures!.Value)} alone");
            }

        return null;
    }

    private SourceFinding At(SourceText source, PoolRequirement at, string why) => Found(source, at.At.Start, at.At.Length, $"the pool can make no node: {why}");
}
