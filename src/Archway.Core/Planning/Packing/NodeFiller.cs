namespace Archway.Planning.Packing;

/// <summary>One try at a packing: nodes are filled one after the other, each with the pods that fit best into what it has left.</summary>
/// <remarks>
/// Which fits best is the product of what is left of a node and what a pod asks for, each resource weighed by how much of it is still wanted in all, after
/// Panigrahy and others, Heuristics for Vector Bin Packing, 2011. Only a pool of classes is looked at for each pod, so that the time is bounded by the
/// number of pods; and a node that was filled is repeated as often as its classes allow, so that many pods of few classes take no longer than few.
/// </remarks>
/// <param name="classes">The pods, none of which is too large for a node.</param>
/// <param name="order">The order in which classes come into the pool.</param>
/// <param name="pool">How many classes are looked at for each pod.</param>
/// <param name="free">What an empty node has.</param>
/// <param name="byDistance">Whether what a node has left over after a pod decides, and not what the pod fills of it.</param>
/// <param name="favours">By how much each class counts for more than it is, so that another try is another packing; null where all count the same.</param>
internal sealed class NodeFiller(PodClass[] classes, int[] order, int pool, long[] free, bool byDistance, double[]? favours)
{
    // A step takes this part of the pods that would fit, and one at least: small pods are many.
    private const int Steps = 16;

    // A node is repeated for this part of what is left, since what is wanted changes with what was placed.
    private const double Repeated = 0.04;
    private readonly long[] _left = [.. classes.Select(one => one.Count)];
    private readonly double[] _wanted = Wanted(classes, free.Length);
    private readonly double[] _weights = new double[free.Length];
    private readonly double[] _open = new double[free.Length];
    private readonly long[] _room = new long[free.Length];
    private readonly long[] _taken = new long[classes.Length];
    private readonly List<int> _pool = [];

    // Side by side, since looking at them is nearly all of the work.
    private readonly long[] _needs = [.. classes.SelectMany(one => one.Needs)];
    private readonly double[] _shares = [.. classes.SelectMany(one => one.Shares)];
    private int _next;

    /// <summary>What the nodes hold, by the index of the class; null where more looking would be needed than is allowed.</summary>
    internal List<Filled>? Fill(ref long looks, CancellationToken cancellationToken)
    {
        List<Filled> filled = [];
        Draw();
        while (_pool.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var one = FillOne(ref looks);
            filled.Add(one);
            if (looks < 0) return null;
            Draw();
        }

        return filled;
    }

    private void Draw()
    {
        while (_pool.Count < pool && _next < order.Length) _pool.Add(order[_next++]);
    }

    private Filled FillOne(ref long looks)
    {
        Weigh();
        free.CopyTo(_room, 0);
        List<int> chosen = [];
        while (true)
        {
            looks -= (long)_pool.Count * _room.Length;
            if (Best() is not (>= 0 and var best)) break;
            var one = classes[best];
            if (_taken[best] == 0) chosen.Add(best);
            var count = Math.Max(1, Math.Min(_left[best] - _taken[best], Fitting(one) / Steps));
            _taken[best] += count;
            for (var i = 0; i < _room.Length; i++) _room[i] -= one.Needs[i] * count;
        }

        return Place(chosen);
    }

    private Filled Place(List<int> chosen)
    {
        var times = long.MaxValue;
        foreach (var one in chosen) times = Math.Min(times, _left[one] / _taken[one]);
        times = Math.Max(1, Math.Min(times, (long)(_wanted.Max() * Repeated)));
        var pods = new (int Class, long Count)[chosen.Count];
        for (var at = 0; at < pods.Length; at++)
        {
            var one = chosen[at];
            pods[at] = (one, _taken[one]);
            _left[one] -= _taken[one] * times;
            for (var i = 0; i < _wanted.Length; i++) _wanted[i] -= classes[one].Shares[i] * _taken[one] * times;
            _taken[one] = 0;
        }

        _pool.RemoveAll(one => _left[one] == 0);
        return new(times, pods);
    }

    private void Weigh()
    {
        var most = Math.Max(_wanted.Max(), double.Epsilon);
        for (var i = 0; i < _weights.Length; i++) _weights[i] = Math.Max(0, _wanted[i]) / most;
    }

    private int Best()
    {
        for (var i = 0; i < _open.Length; i++) _open[i] = free[i] == 0 ? 0 : (double)_room[i] / free[i];
        var (best, most) = (-1, double.NegativeInfinity);
        foreach (var at in _pool)
        {
            if (_left[at] == _taken[at] || !Fits(at)) continue;
            var score = Score(at) * (favours is null ? 1 : byDistance ? 2 - favours[at] : favours[at]);
            if (score > most) (best, most) = (at, score);
        }

        return best;
    }

    private double Score(int one)
    {
        var score = 0.0;
        var shares = _shares.AsSpan(one * _room.Length, _room.Length);
        for (var i = 0; i < shares.Length; i++)
        {
            var rest = _open[i] - shares[i];
            score += _weights[i] * (byDistance ? -rest * rest : shares[i] * _open[i]);
        }

        return score;
    }

    private bool Fits(int one)
    {
        var needs = _needs.AsSpan(one * _room.Length, _room.Length);
        for (var i = 0; i < needs.Length; i++)
            if (needs[i] > _room[i]) return false;
        return true;
    }

    private long Fitting(PodClass one)
    {
        var most = long.MaxValue;
        for (var i = 0; i < _room.Length; i++)
            if (one.Needs[i] > 0) most = Math.Min(most, _room[i] / one.Needs[i]);
        return most;
    }

    private static double[] Wanted(PodClass[] classes, int resources)
    {
        var wanted = new double[resources];
        foreach (var one in classes)
            for (var i = 0; i < resources; i++) wanted[i] += one.Shares[i] * one.Count;
        return wanted;
    }
}

/// <summary>Nodes that hold the same.</summary>
/// <param name="Nodes">How many.</param>
/// <param name="Pods">The classes of what each holds, and how many pods of each.</param>
internal readonly record struct Filled(long Nodes, (int Class, long Count)[] Pods);
