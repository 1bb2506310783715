namespace Archway.Planning.Packing;

/// <summary>What a pod needs, compared and ordered by its amounts.</summary>
/// <param name="needs">How much of each resource.</param>
internal readonly struct NeedsKey(long[] needs) : IEquatable<NeedsKey>, IComparable<NeedsKey>
{
    /// <summary>How much of each resource.</summary>
    internal long[] Needs => needs;

    public bool Equals(NeedsKey other) => needs.AsSpan().SequenceEqual(other.Needs);

    public override bool Equals(object? obj) => obj is NeedsKey other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (var need in needs) hash.Add(need);
        return hash.ToHashCode();
    }

    public int CompareTo(NeedsKey other) => needs.AsSpan().SequenceCompareTo(other.Needs);
}
