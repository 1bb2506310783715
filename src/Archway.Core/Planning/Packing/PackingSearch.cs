namespace Archway.Planning.Packing;

/// <summary>Tries several packings within a bound of work, and keeps the one with the fewest nodes.</summary>
internal static class PackingSearch
{
    // Looks at one resource of one class, of which a hundred million take a second or less.
    private const long MostLooks = 200_000_000;
    private const int LeastPool = 32;
    private const int FewClasses = 100;
    private const int MostFavours = 200;
    private const ulong Seed = 0x9E3779B97F4A7C15;

    // A packing this near to the lower bound is not worth another try.
    private const double NearEnough = 1.02;
    private static readonly (int Pool, bool ByDistance)[] Tries = [(512, false), (512, true), (96, false), (96, true), (2048, true), (2048, false)];

    /// <summary>The packing with the fewest nodes; always one.</summary>
    internal static List<Filled> Best(PodClass[] classes, long[] free, long lowerBound, CancellationToken cancellationToken)
    {
        var (order, state) = (Shuffled(classes.Length), Seed);
        var (looks, best, fewest) = (MostLooks, (List<Filled>?)null, Int128.MaxValue);
        for (var at = 0; at < Tries.Length + MostFavours && looks > 0 && (double)fewest > lowerBound * NearEnough; at++)
        {
            // Other favours find other packings of few classes; of many there are enough as it is.
            if (at >= Tries.Length && classes.Length > FewClasses) break;
            var (wanted, byDistance) = Tries[at % Tries.Length];
            // Each pod of a class of its own is looked for once, and each class of many a few times.
            var most = (int)Math.Clamp(MostLooks / 3 / Math.Max(1, (long)classes.Length * free.Length), LeastPool, wanted);
            // The first is done whatever it takes: its pool is small enough.
            var left = best is null ? long.MaxValue : looks;
            var favours = at < Tries.Length ? null : Favours(classes.Length, ref state);
            var (start, filler) = (left, new NodeFiller(classes, order, Math.Min(most, classes.Length), free, byDistance, favours));
            var found = filler.Fill(ref left, cancellationToken);
            looks -= start - left;
            if (found is not null && Nodes(found) is var nodes && nodes < fewest) (best, fewest) = (found, nodes);
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
        var state = Seed;
        for (var i = count - 1; i > 0; i--)
        {
            var other = (int)(Next(ref state) % (ulong)(i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    private static double[] Favours(int count, ref ulong state)
    {
        var favours = new double[count];
        for (var i = 0; i < count; i++) favours[i] = 0.4 + (1.2 * (Next(ref state) % 1000) / 1000);
        return favours;
    }

    // Marsaglia, Xorshift RNGs, 2003.
    private static ulong Next(ref ulong state)
    {
        state ^= state << 13;
        state ^= state >> 7;
        return state ^= state << 17;
    }
}
