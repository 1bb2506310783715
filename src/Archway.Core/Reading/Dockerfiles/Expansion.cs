using System.Text;

namespace Archway.Reading.Dockerfiles;

/// <summary>A word of a Dockerfile with its variables filled in and its quotes taken off.</summary>
/// <remarks><see href="https://docs.docker.com/reference/dockerfile/#environment-replacement"/></remarks>
internal sealed class Expansion
{
    // Values that hold each other double with every ARG; no image is longer.
    internal const int LongestValue = 4096;
    private const int LongestSearched = 256;
    private const int MostMissing = 100;
    private const int DeepestNesting = 20;

    private readonly string _word;
    private readonly char _escape;
    private readonly Func<string, string?> _find;
    private readonly List<string> _missing = [];
    private int _at;
    private bool _isBroken;

    private Expansion(string word, char escape, Func<string, string?> find) => (_word, _escape, _find) = (word, escape, find);

    /// <summary>The word's value; null when it is malformed or too long, and the variables that have no value and no default.</summary>
    internal static (string? Value, IReadOnlyList<string> Missing) Of(string word, char escape, Func<string, string?> find)
    {
        Expansion expansion = new(word, escape, find);
        var value = expansion.Read(until: "", depth: 0);
        return (expansion._isBroken || value.Length > LongestValue ? null : value, expansion._missing);
    }

    private string Read(string until, int depth)
    {
        StringBuilder value = new();
        var inDouble = false;
        if (depth > DeepestNesting) _isBroken = true;
        while (_at < _word.Length && !_isBroken && (inDouble || !until.Contains(_word[_at], StringComparison.Ordinal)))
        {
            var c = _word[_at++];
            if (c == '"') inDouble = !inDouble;
            else if (c == '\'' && !inDouble) value.Append(UpTo('\''));
            else if (c == _escape && _at < _word.Length) value.Append(_word[_at++]);
            else if (c == '$') value.Append(Variable(depth));
            else value.Append(c);
            if (value.Length > LongestValue) _isBroken = true;
        }

        return value.ToString();
    }

    private string UpTo(char end)
    {
        var start = _at;
        var found = _word.IndexOf(end, start);
        if (found < 0) _isBroken = true;
        _at = found < 0 ? _word.Length : found + 1;
        return _word[start..(found < 0 ? _word.Length : found)];
    }

    private string Variable(int depth)
    {
        if (_at < _word.Length && _word[_at] == '{')
        {
            _at++;
            var name = Name();
            if (name.Length > 0 && _at < _word.Length) return Braced(name, depth);
            _isBroken = true;
            return "";
        }

        return Name() is { Length: > 0 } plain ? Require(plain) : "$";
    }

    private string Name()
    {
        var start = _at;
        while (_at < _word.Length && (char.IsAsciiLetterOrDigit(_word[_at]) || _word[_at] == '_')) _at++;
        return _word[start.._at];
    }

    /// <summary>What stands for <c>${NAME…}</c>; the name has been read.</summary>
    private string Braced(string name, int depth)
    {
        if (Take('}')) return Require(name);
        var value = _find(name);
        if (Take('#')) return Cut(name, value, depth, fromStart: true, longest: Take('#'));
        if (Take('%')) return Cut(name, value, depth, fromStart: false, longest: Take('%'));
        if (Take('/')) return Replace(name, value, depth, all: Take('/'));
        // With a colon an empty value counts as none.
        var isSet = Take(':') ? !string.IsNullOrEmpty(value) : value is not null;
        var operation = _at < _word.Length ? _word[_at++] : '\0';
        var missingBefore = _missing.Count;
        var word = Argument("}", depth);
        switch (operation)
        {
            case '-':
                return isSet ? Unneeded(value!, missingBefore) : word;
            case '+':
                return isSet ? word : Unneeded("", missingBefore);
            case '?':
                return isSet ? value! : Require(name);
            default:
                _isBroken = true;
                return "";
        }
    }

    /// <summary>A value for which the default beside it, whatever it lacks, is not used.</summary>
    private string Unneeded(string value, int missingBefore)
    {
        _missing.RemoveRange(missingBefore, _missing.Count - missingBefore);
        return value;
    }

    private string Cut(string name, string? value, int depth, bool fromStart, bool longest)
    {
        var pattern = Argument("}", depth);
        if (value is null) return Require(name);
        _isBroken |= pattern.Length > ShellPattern.Longest;
        var length = Math.Max(0, new ShellPattern(pattern, isReversed: !fromStart).MatchStart(fromStart ? value : value.Reverse(), longest));
        return fromStart ? value[length..] : value[..^length];
    }

    private string Replace(string name, string? value, int depth, bool all)
    {
        var pattern = Read(until: "/}", depth + 1);
        var replacement = Take('/') ? Read(until: "}", depth + 1) : "";
        if (!Take('}')) _isBroken = true;
        if (value is null) return Require(name);
        if (pattern.Length > ShellPattern.Longest || value.Length > LongestSearched) _isBroken = true;
        if (_isBroken) return "";
        StringBuilder result = new();
        ShellPattern searched = new(pattern);
        for (var at = 0; at < value.Length;)
        {
            var length = searched.MatchStart(value.Skip(at), longest: true);
            if (length <= 0)
            {
                result.Append(value[at++]);
                continue;
            }

            result.Append(replacement);
            at += length;
            if (!all) return result.Append(value, at, value.Length - at).ToString();
        }

        return result.ToString();
    }

    /// <summary>What stands up to the closing brace, its own variables filled in.</summary>
    private string Argument(string until, int depth)
    {
        var argument = Read(until, depth + 1);
        if (!Take('}')) _isBroken = true;
        return argument;
    }

    private string Require(string name)
    {
        if (_find(name) is { } value) return value;
        if (!_missing.Contains(name)) _missing.Add(name);
        _isBroken |= _missing.Count > MostMissing;
        return "";
    }

    private bool Take(char c)
    {
        if (_at >= _word.Length || _word[_at] != c) return false;
        _at++;
        return true;
    }
}
