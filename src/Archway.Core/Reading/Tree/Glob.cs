namespace Archway.Reading.Tree;

/// <summary>A pattern over paths as <c>.gitignore</c> writes them: <c>*</c> and <c>?</c> within a name, <c>**</c> for any folders, <c>[a-z]</c>.</summary>
/// <remarks>Matching takes at most (length of pattern) × (length of path) steps, whoever wrote the pattern.</remarks>
internal sealed class Glob
{
    private readonly string[] _parts;

    /// <summary>A pattern; one without a '/' but at its end matches at any depth.</summary>
    internal Glob(string pattern)
    {
        var trimmed = pattern.TrimEnd('/');
        var anchored = trimmed.Contains('/', StringComparison.Ordinal);
        var parts = trimmed.TrimStart('/').Split('/');
        _parts = anchored ? parts : ["**", .. parts];
    }

    internal bool Matches(string path)
    {
        var names = path.Split('/');
        var (part, name, starPart, starName) = (0, 0, -1, 0);
        while (name < names.Length)
        {
            if (part < _parts.Length && _parts[part] == "**")
            {
                // What a trailing ** stands for must be something inside the folder, not the folder itself.
                if (part == _parts.Length - 1) return true;
                (starPart, starName) = (part++, name);
            }
            else if (part < _parts.Length && TextMatches(_parts[part], names[name]))
            {
                (part, name) = (part + 1, name + 1);
            }
            else if (starPart >= 0)
            {
                (part, name) = (starPart + 1, ++starName);
            }
            else
            {
                return false;
            }
        }

        return part == _parts.Length;
    }

    /// <summary>Whether a text without folders matches: a <c>*</c> stands for any part of it.</summary>
    internal static bool TextMatches(string pattern, string name)
    {
        var (p, n, star, starName) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, starName) = (p++, n);
            else if (p < pattern.Length && OneMatches(pattern, p, name[n], out var next))
                (p, n) = (next, n + 1);
            else if (star >= 0)
                (p, n) = (star + 1, ++starName);
            else
                return false;
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    /// <summary>Whether the one character that the pattern describes at <paramref name="at"/> may be <paramref name="c"/>.</summary>
    private static bool OneMatches(string pattern, int at, char c, out int next)
    {
        next = at + 1;
        switch (pattern[at])
        {
            case '?':
                return true;
            case '\\' when at + 1 < pattern.Length:
                next = at + 2;
                return pattern[at + 1] == c;
            // A ']' right after the opening one is a member of the class.
            case '[' when pattern.IndexOf(']', Math.Min(at + 2, pattern.Length)) is > 0 and var end:
                next = end + 1;
                return ClassMatches(pattern.AsSpan(at + 1, end - at - 1), c);
            default:
                return pattern[at] == c;
        }
    }

    private static bool ClassMatches(ReadOnlySpan<char> members, char c)
    {
        var negated = members[0] is '!' or '^';
        if (negated) members = members[1..];
        for (var i = 0; i < members.Length; i++)
        {
            var isRange = i + 2 < members.Length && members[i + 1] == '-';
            if (isRange ? members[i] <= c && c <= members[i + 2] : members[i] == c) return !negated;
            if (isRange) i += 2;
        }

        return negated;
    }
}
