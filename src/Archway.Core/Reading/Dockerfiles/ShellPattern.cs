namespace Archway.Reading.Dockerfiles;

/// <summary>A shell's pattern: <c>*</c> for anything, <c>?</c> for one character, a backslash before one that means itself.</summary>
internal sealed class ShellPattern
{
    /// <summary>The longest pattern that is used; the state of a match is the bits of one number.</summary>
    internal const int Longest = 60;

    private readonly List<(char Character, bool IsSpecial)> _parts = [];

    internal ShellPattern(string pattern, bool isReversed = false)
    {
        for (var i = 0; i < pattern.Length && _parts.Count < Longest; i++)
        {
            var isEscape = pattern[i] == '\\' && i + 1 < pattern.Length;
            if (isEscape) i++;
            _parts.Add((pattern[i], !isEscape && pattern[i] is '*' or '?'));
        }

        if (isReversed) _parts.Reverse();
    }

    /// <summary>How many characters at the beginning of <paramref name="text"/> match, the most or the fewest; -1 when none do.</summary>
    internal int MatchStart(IEnumerable<char> text, bool longest)
    {
        var (state, length, found) = (Closed(1), 0, -1);
        var end = 1UL << _parts.Count;
        if ((state & end) != 0) found = 0;
        foreach (var c in text)
        {
            if (state == 0 || (found >= 0 && !longest)) break;
            ulong next = 0;
            for (var i = 0; i < _parts.Count; i++)
            {
                if ((state >> i & 1) == 0) continue;
                var (character, isSpecial) = _parts[i];
                if (isSpecial && character == '*') next |= 1UL << i;
                else if (isSpecial || character == c) next |= 1UL << (i + 1);
            }

            state = Closed(next);
            length++;
            if ((state & end) != 0) found = length;
        }

        return found;
    }

    /// <summary>Whether the whole text matches.</summary>
    internal bool Matches(string text) => MatchStart(text, longest: true) == text.Length;

    /// <summary>The states reached without a character: a star may stand for nothing.</summary>
    private ulong Closed(ulong state)
    {
        for (var i = 0; i < _parts.Count; i++)
            if ((state >> i & 1) != 0 && _parts[i] is ('*', true)) state |= 1UL << (i + 1);
        return state;
    }
}
