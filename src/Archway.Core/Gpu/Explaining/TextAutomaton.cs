using System.Collections.Immutable;

namespace Archway.Gpu.Explaining;

/// <summary>Finds all known texts in a stream of letters at once, in one step a letter.</summary>
/// <remarks>Aho, Corasick: Efficient string matching, 1975.</remarks>
internal sealed class TextAutomaton
{
    private const int Width = 128;
    private readonly List<int[]> _next = [NewState()];
    private readonly List<int> _fail = [0];
    private readonly List<List<int>> _ends = [[]];

    internal TextAutomaton(ImmutableArray<KnownText> texts)
    {
        for (var i = 0; i < texts.Length; i++) Add(texts[i].Letters, i);
        Link();
    }

    /// <summary>The state behind a letter.</summary>
    internal int Step(int state, byte letter) => _next[state][letter];

    /// <summary>The texts that end where this state is, the longest first.</summary>
    internal IReadOnlyList<int> Ends(int state) => _ends[state];

    private void Add(string letters, int text)
    {
        var state = 0;
        foreach (var letter in letters)
        {
            if (_next[state][letter] < 0)
            {
                _next[state][letter] = _next.Count;
                _next.Add(NewState());
                _fail.Add(0);
                _ends.Add([]);
            }

            state = _next[state][letter];
        }

        _ends[state].Add(text);
    }

    private void Link()
    {
        Queue<int> open = new();
        for (var letter = 0; letter < Width; letter++)
        {
            if (_next[0][letter] > 0) open.Enqueue(_next[0][letter]);
            else _next[0][letter] = 0;
        }

        while (open.TryDequeue(out var state))
        {
            _ends[state].AddRange(_ends[_fail[state]]);
            for (var letter = 0; letter < Width; letter++)
            {
                var below = _next[state][letter];
                var other = _next[_fail[state]][letter];
                if (below < 0) _next[state][letter] = other;
                else
                {
                    _fail[below] = other;
                    open.Enqueue(below);
                }
            }
        }
    }

    private static int[] NewState()
    {
        var state = new int[Width];
        Array.Fill(state, -1);
        return state;
    }
}
