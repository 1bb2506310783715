namespace Archway.Resolving;

/// <summary>The manifests that may be asked for one image's sake, and how many were.</summary>
/// <param name="most">How many may be; those that are only counted have no end.</param>
internal sealed class ManifestRation(int most = int.MaxValue)
{
    private int _spent;

    /// <summary>How many were asked for.</summary>
    internal int Spent => Math.Min(Volatile.Read(ref _spent), most);

    /// <summary>How many may still be.</summary>
    internal int Left => most - Spent;

    /// <summary>Takes one; false when none is left.</summary>
    internal bool TrySpend() => Interlocked.Increment(ref _spent) <= most;
}
