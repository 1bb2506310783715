namespace Archway.Planning.Packing;

/// <summary>Tries several packings within a bound of work, and keeps the one with the fewest nodes.</summary>
internal static class PackingSearch
{
    // Looks at one resource of one class, of which some hundred millions take a second.
    private const long MostLooks = 300_000_000;
    private const int LeastPool = 32;

    // A packing this near to the lower bound is not worth another try.
    private const double NearEnough = 1.01;
    private static readonly (int Pool, bool ByDistance)[] Tries = [(512, false), (512, true), (4096, false), (96, false), (4096, true), (96, true), (1024, false)];

    /// <summary>The packing with the fewest nodes; always one.</summary>
    internal static List<Filled> Best(IReadOnlyList<PodClass> classes, long[] free, long lowerBound, CancellationToken cancellationToken)
    {
        var order = Shuffled(classes.Count);
        var (looks, best, fewest, last) = (MostLooks, (List<Filled>?)null, Int128.MaxValue, 0);
        foreach (var (wanted, byDistance) in Tries)
        {
            // Each pod of a class of its own is looked for once, and each class of many a few times.
            var most = (int)Math.Clamp(MostLooks / 3 / Math.Max(1, (long)classes.Count * free.Length), LeastPool, wanted);
            var pool = Math.Min(most, classes.Count);
            if (pool == last && byDistance == false && best is not null) continue;
            last = pool;
            // The first is done whatever it takes: its pool is small enough.
            var allowed = best is null ? long.MaxValue : looks;
            var start = allowed;
            var found = new NodeFiller(classes, order, pool, free, byDistance).Fill(ref allowed, cancellationToken);
            looks -= start - allowed;
            if (found is not null && Nodes(found) is var nodes && nodes < fewest) (best, fewest) = (found, nodes);
            if (looks <= 0 || (double)fewest <= lowerBound * NearEnough) break;
        }

        return best!;
    }

    /// <summary>How many nodes a packing has.</summary>
    internal static Int128 Nodes(List<Filled> filled)
    {
        Int128 nodes = 0;
        foreach (var one in filled) nodes += one.Nodes;
        return nodes;
    }

    // The same for the same number of classes, everywhere and always: a plan made again is the same plan.
    private static int[] Shuffled(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        var state = 0x9E3779B97F4A7C15;
        for (var i = count - 1; i > 0; i--)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            var other = (int)(state % (ulong)(i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
