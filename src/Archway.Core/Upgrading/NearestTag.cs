using Archway.Oci.Registries;
using Archway.Resolving;

namespace Archway.Upgrading;

/// <summary>The search for the nearest tag that runs, in few questions.</summary>
/// <remarks>
/// Software that has come to run on a platform goes on to: the first of a ladder that runs is found by halving what is left of it. Older lines, as 1.14, may come
/// to it later than newer ones, by a patch for each, so it is the last of a line that speaks for the line: where that does not run, nothing of it or below does.
/// What halving leaves of the questions goes there; what they do not reach is said. Of a ladder that is too long to be told apart its nearest tags are, since
/// those are worth the most. <see cref="RungChoice"/> says which to ask next.
/// </remarks>
/// <param name="runs">Asks whether a tag runs; null where that cannot be told.</param>
/// <param name="ration">What asking may cost.</param>
internal sealed class NearestTag(Func<string, Task<bool?>> runs, ManifestRation ration)
{
    private readonly List<Rung> _rungs = [];
    private readonly HashSet<string> _not = new(StringComparer.Ordinal);
    private int _untold;

    // The nearest that runs is one of those from the first on, or the second itself; behind the last tag stands that none does.
    private int _low;
    private int _high;

    // All lines up to this one are known to have none.
    private int _lineWithout = -1;
    private bool _isByLine;

    // The line of the tag itself, which may have come to it by a patch of its own.
    private string? _endOfOwn;

    /// <summary>The nearest tag that was found to run, and what is not proven of it.</summary>
    /// <param name="ladder">The tags.</param>
    /// <param name="likely">A tag of which something says that it is the first that runs; null when nothing does.</param>
    internal async Task<NearestFound> FindAsync(TagLadder ladder, string? likely)
    {
        if (!ladder.IsByVersion) return await FirstAsync(ladder);
        for (var line = 0; line < ladder.Lines.Length; line++)
            _rungs.AddRange(ladder.Lines[line].Select(tag => new Rung(tag, line, line < ladder.OfMajor)));
        _high = _rungs.Count;
        _endOfOwn = ladder.HasOwn ? ladder.Lines[0][^1] : null;
        try
        {
            if (_rungs.FindIndex(rung => rung.Tag == likely) is >= 0 and var hint && await AskAsync(hint) && hint > 0) await AskAsync(hint - 1);
            if (_low < _high && ration.Left > 0 && RungChoice.Reach(_low, _high, ration.Left) is { } reach) await AskAsync(reach);
            // The same minor version comes first, whatever is so of those above; then the same major version.
            if (ladder.HasOwn && _low == 0) await AskIfAffordedAsync(EndOf(0));
            await AskIfAffordedAsync(_rungs.FindLastIndex(rung => rung.IsOfMajor));
            do
            {
                while (_low < _high && ration.Left > 0) await AskAsync(RungChoice.Next(_rungs, _low, _high, ration.Left, _isByLine));
            }
            while (await IsPatchedBelowAsync());
            return Found(because: null);
        }
        catch (RegistryException fault)
        {
            return Found(fault.Reason);
        }
    }

    /// <summary>The newest that runs of tags without an order by version, the newest first.</summary>
    private async Task<NearestFound> FirstAsync(TagLadder ladder)
    {
        foreach (var tag in ladder.Lines.SelectMany(line => line).TakeWhile(_ => ration.Left > 0))
            if (await runs(tag) == true) return new(tag, null);
        return new(null, null);
    }

    /// <summary>Asks whether a line below that of the one found came to run by a patch.</summary>
    private async Task<bool> IsPatchedBelowAsync()
    {
        if (_low < _high || _high == _rungs.Count || ration.Left == 0) return false;
        var before = StartOf(_rungs[_high].Line) - 1;
        return before >= 0 && _rungs[before].Line > _lineWithout && await AskAsync(before);
    }

    private async Task AskIfAffordedAsync(int at)
    {
        if (at >= _low && at < _high && ration.Left > 0 && RungChoice.Affords(_rungs, _low, _high, at, ration.Left)) await AskAsync(at);
    }

    private async Task<bool> AskAsync(int at)
    {
        var (tag, line) = (_rungs[at].Tag, _rungs[at].Line);
        switch (await runs(tag))
        {
            case null:
                // As if it were not there, for what it says of the others.
                _rungs.RemoveAt(at);
                _untold++;
                if (at < _low) _low--;
                if (at < _high) _high--;
                return false;
            case true:
                // Below what was taken for without: the lines between came to run by their patches.
                if (at < _low) (_low, _isByLine) = (StartOf(_lineWithout + 1), true);
                _high = Math.Min(_high, at);
                break;
            default:
                _not.Add(tag);
                if (at == EndOf(at)) _lineWithout = Math.Max(_lineWithout, line);
                _low = Math.Max(_low, at + 1);
                break;
        }

        // What was told of a tag stands within its line.
        while (_isByLine && _low < _high && _high < _rungs.Count && _rungs[_low].Line == _rungs[_high].Line && LastNot(_low, _high) is >= 0 and var last) _low = last + 1;
        return _high == at;
    }

    private int LastNot(int low, int high) => _rungs.FindLastIndex(high - 1, high - low, rung => _not.Contains(rung.Tag));

    private int StartOf(int line) => _rungs.FindIndex(rung => rung.Line >= line) is >= 0 and var start ? start : _rungs.Count;

    private int EndOf(int at) => _rungs.FindLastIndex(rung => rung.Line == _rungs[at].Line);

    private NearestFound Found(string? because)
    {
        var tag = _high < _rungs.Count ? _rungs[_high].Tag : null;
        var open = Math.Min(_low, StartOf(_lineWithout + 1));
        // Those of its own line below it were told of, or the line is open itself.
        var end = _low < _high || tag is null ? _high : StartOf(_rungs[_high].Line);
        var why = because is null ? "" : $": {because}";
        if (open < end && _low == _high && !_isByLine && tag is not null)
            return new(tag, $"a nearer one runs only where an older line came to it later: {NotAsked(_rungs[open].Tag, _rungs[end - 1].Tag)} asked for{why}");
        if (open < end) return new(tag, $"{(tag is null ? "one" : "a nearer one")} may run, since {NotAsked(_rungs[open].Tag, _rungs[end - 1].Tag)} asked for{why}");
        if (tag is not null && _endOfOwn is { } last && _rungs[_high].Line > 0 && !_not.Contains(last) && _rungs.FindIndex(rung => rung.Tag == last) is >= 0 and var own)
            return new(tag, $"a nearer one runs only where its own line came to it by a patch: {NotAsked(_rungs[0].Tag, _rungs[own].Tag)} asked for{why}");
        return new(tag, _untold == 0 ? null : $"of {_untold} {(_untold == 1 ? "tag" : "tags")} nothing could be told");
    }

    private static string NotAsked(string first, string last) => first == last ? $"{first} was not" : $"not all from {first} to {last} were";
}

/// <summary>What a search came to.</summary>
/// <param name="Tag">The nearest tag that was found to run; null when none was.</param>
/// <param name="Open">What is not known of nearer ones, in words; null where it is proven that there is none.</param>
internal sealed record NearestFound(string? Tag, string? Open);

/// <summary>One tag of a ladder.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Line">The line of releases that it is of, counted from the nearest.</param>
/// <param name="IsOfMajor">Whether it is of the same major version as the tag that does not run.</param>
internal readonly record struct Rung(string Tag, int Line, bool IsOfMajor);
