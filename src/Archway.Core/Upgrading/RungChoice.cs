namespace Archway.Upgrading;

/// <summary>Which tag to ask for next: the one whose answer leaves about as much on either side.</summary>
/// <remarks>
/// Where what is left can be told apart for certain in the questions that are left, it stays so, and the last of a line is asked for where that is among the
/// choices. Where it cannot, most software came to a platform with the first release of a line: those weigh more, are asked for, and stay to be told apart if
/// they can be.
/// </remarks>
internal static class RungChoice
{
    // How much likelier the first of a line is to be the first that runs than another of it.
    private const double WeightOfFirst = 8;

    /// <summary>The place of the tag to ask for.</summary>
    /// <param name="rungs">The tags, nearest first.</param>
    /// <param name="low">The first that may be the nearest.</param>
    /// <param name="high">The nearest that is known to run; behind the last where none is.</param>
    /// <param name="left">How many questions are left, one at least.</param>
    /// <param name="isByLine">Whether only the last of a line speaks for those below.</param>
    internal static int Next(List<Rung> rungs, int low, int high, int left, bool isByLine)
    {
        var isKnown = high < rungs.Count;
        if (left == 1 && high - low > 1 && !isByLine) return Last(rungs, low, high, isKnown);
        var now = isByLine ? Telling.Nothing : TellingOf(rungs, low, high, left);
        var weights = Weights(rungs, low, high, isLikelyNone: now != Telling.Nothing);
        var (all, below, best) = (weights.Sum(), 0.0, (At: high - 1, Rank: int.MaxValue, Lean: double.MaxValue));
        for (var at = low; at < high; at++)
        {
            below += weights[at - low];
            var rank = (!isByLine && AfterAsking(rungs, low, high, at, left) > now ? 2 : 0) + (IsSpeaking(rungs, at, now == Telling.All || isByLine, isKnown) ? 0 : 1);
            var lean = Math.Abs(all - below - below);
            if (rank < best.Rank || (rank == best.Rank && lean < best.Lean)) best = (at, rank, lean);
        }

        return best.At;
    }

    /// <summary>The furthest tag whose nearer ones can all be told apart once it is known to run; null where all of them can anyway.</summary>
    internal static int? Reach(int low, int high, int left) => high - low < Most(left) ? null : low + (int)(Most(left) / 2) - 1;

    /// <summary>Whether what can be told apart still can after a question.</summary>
    internal static bool Affords(List<Rung> rungs, int low, int high, int at, int left) =>
        AfterAsking(rungs, low, high, at, left) <= TellingOf(rungs, low, high, left);

    // What is left open then is to be what is least likely.
    private static int Last(List<Rung> rungs, int low, int high, bool isKnown)
    {
        var first = isKnown ? FirstOf(rungs, high) : high;
        if (first == high) first = FirstOf(rungs, high - 1);
        return first >= low ? first : high - 1;
    }

    private static Telling AfterAsking(List<Rung> rungs, int low, int high, int at, int left) =>
        (Telling)Math.Max((int)TellingOf(rungs, low, at, left - 1), (int)TellingOf(rungs, at + 1, high, left - 1));

    private static Telling TellingOf(List<Rung> rungs, int low, int high, int left)
    {
        var most = Most(left);
        if (high - low < most) return Telling.All;
        // How many lines begin there.
        return rungs[high - 1].Line - (low == 0 ? -1 : rungs[low - 1].Line) < most ? Telling.Firsts : Telling.Nothing;
    }

    // So many outcomes that many questions tell apart.
    private static long Most(int left) => 1L << Math.Min(left, 30);

    private static bool IsSpeaking(List<Rung> rungs, int at, bool asksLast, bool isKnown) => asksLast
        ? at + 1 == rungs.Count || rungs[at + 1].Line != rungs[at].Line
        : IsFirst(rungs, at) || (!isKnown && at + 1 == rungs.Count);

    // Those of the same major version weigh as much as twice those above. That none runs is as likely as that one does, where finding out costs nothing else.
    private static double[] Weights(List<Rung> rungs, int low, int high, bool isLikelyNone)
    {
        var weights = new double[high - low + 1];
        var (ofMajor, above) = (0.0, 0.0);
        for (var at = low; at < high; at++)
        {
            weights[at - low] = IsFirst(rungs, at) ? WeightOfFirst : 1;
            if (rungs[at].IsOfMajor) ofMajor += weights[at - low];
            else above += weights[at - low];
        }

        var scale = ofMajor > 0 && above > ofMajor / 2 ? ofMajor / 2 / above : 1;
        for (var at = low; at < high && scale < 1; at++)
            if (!rungs[at].IsOfMajor) weights[at - low] *= scale;
        weights[^1] = high == rungs.Count ? (ofMajor + (above * scale)) / (isLikelyNone ? 1 : 2) : IsFirst(rungs, high) ? WeightOfFirst : 1;
        return weights;
    }

    private static bool IsFirst(List<Rung> rungs, int at) => at == 0 || rungs[at].Line != rungs[at - 1].Line;

    private static int FirstOf(List<Rung> rungs, int at)
    {
        while (!IsFirst(rungs, at)) at--;
        return at;
    }

    /// <summary>What can be told apart in the questions that are left, most first.</summary>
    private enum Telling
    {
        All,
        Firsts,
        Nothing,
    }
}
