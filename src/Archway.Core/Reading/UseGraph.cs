namespace Archway.Reading;

/// <summary>What is given to things that use each other, each found from what is given to those that use it.</summary>
/// <param name="find">What the users of a thing give it; it may ask the graph for what they are given themselves.</param>
/// <param name="unknown">What stands for that which is not followed: a loop, or too much.</param>
/// <typeparam name="TKey">What tells the things apart.</typeparam>
/// <typeparam name="TGiven">What one use gives.</typeparam>
internal sealed class UseGraph<TKey, TGiven>(Func<TKey, IEnumerable<TGiven>> find, TGiven unknown) where TKey : notnull
{
    private const int LongestChain = 20;
    private const int MostUses = 256;
    private const int MostOfAll = 20_000;

    private readonly Dictionary<TKey, IReadOnlyList<TGiven>> _known = [];
    private int _depth;
    private int _left = MostOfAll;

    /// <summary>What each use of a thing gives it; nothing when nothing uses it.</summary>
    internal IReadOnlyList<TGiven> Of(TKey key)
    {
        if (_known.TryGetValue(key, out var known)) return known;
        if (_depth == LongestChain || _left <= 0) return [unknown];
        // Whoever asks again before this one is answered is a part of a loop.
        _known[key] = [unknown];
        _depth++;
        var most = Math.Min(MostUses, _left);
        List<TGiven> found = [.. find(key).Take(most + 1)];
        if (found.Count > most) found[most] = unknown;
        _depth--;
        _left -= found.Count;
        return _known[key] = found;
    }
}
