using System.Collections.Immutable;
using System.Numerics;

namespace Archway.Placing.Scheduling;

/// <summary>How much of each resource: of processors in thousandths, of all others in whole units.</summary>
public sealed class ResourceAmounts
{
    private readonly ImmutableSortedDictionary<string, long> _amounts;

    private ResourceAmounts(ImmutableSortedDictionary<string, long> amounts) => _amounts = amounts;

    /// <summary>Nothing of any.</summary>
    public static ResourceAmounts None { get; } = new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    /// <summary>The resources named, in the order of their names.</summary>
    internal IEnumerable<KeyValuePair<string, long>> All => _amounts;

    /// <summary>How much of one; null where it is not named.</summary>
    internal long? Find(string resource) => _amounts.TryGetValue(resource, out var amount) ? amount : null;

    /// <summary>The same with so much of a resource.</summary>
    /// <param name="resource">Its name.</param>
    /// <param name="thousandths">How much, in thousandths of its unit.</param>
    internal ResourceAmounts With(string resource, BigInteger thousandths) => new(_amounts.SetItem(resource, Counted(resource, thousandths)));

    /// <summary>Both together.</summary>
    internal ResourceAmounts Plus(ResourceAmounts other) => Merged(other, (one, more) => one > long.MaxValue - more ? long.MaxValue : one + more);

    /// <summary>Of each resource the larger amount.</summary>
    internal ResourceAmounts Max(ResourceAmounts other) => Merged(other, Math.Max);

    /// <summary>These, and of what is named in another the other's amount.</summary>
    internal ResourceAmounts With(ResourceAmounts other) => Merged(other, (_, amount) => amount);

    private ResourceAmounts Merged(ResourceAmounts other, Func<long, long, long> merge)
    {
        if (other._amounts.IsEmpty) return this;
        var merged = _amounts.ToBuilder();
        foreach (var (name, amount) in other._amounts) merged[name] = merge(merged.GetValueOrDefault(name), amount);
        return new(merged.ToImmutable());
    }

    // The scheduler counts in 64 bits, and rounds up to a whole unit what has no parts.
    private static long Counted(string resource, BigInteger thousandths)
    {
        var amount = resource == "cpu" ? thousandths : (thousandths + 999) / 1000;
        return amount > long.MaxValue ? long.MaxValue : amount.Sign < 0 ? 0 : (long)amount;
    }
}
