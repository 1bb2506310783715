namespace Archway.Fuzz;

/// <summary>How often each part of the readers ran; the code that <see cref="Instrumentation"/> adds to them counts here.</summary>
public static class Coverage
{
    /// <summary>The count of each part, for one input.</summary>
    public static readonly byte[] Counts = new byte[1 << 17];

    private static readonly byte[] Seen = new byte[Counts.Length];

    /// <summary>How many parts have run at least once.</summary>
    internal static int Parts => Seen.Count(seen => seen != 0);

    internal static void Clear() => Array.Clear(Counts);

    /// <summary>Whether a part ran that never ran, or ran in another order of times than ever; what is new is known from then on.</summary>
    internal static bool FindNew()
    {
        var isNew = false;
        for (var at = Counts.AsSpan().IndexOfAnyExcept((byte)0); at >= 0;)
        {
            var times = Times(Counts[at]);
            isNew |= (Seen[at] & times) == 0;
            Seen[at] |= times;
            var next = Counts.AsSpan(at + 1).IndexOfAnyExcept((byte)0);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return isNew;
    }

    // Once, twice, a few, many: a loop's exact count is nothing new.
    private static byte Times(byte count) => count switch { 1 => 1, 2 => 2, 3 => 4, < 8 => 8, < 16 => 16, < 32 => 32, < 128 => 64, _ => 128 };
}
