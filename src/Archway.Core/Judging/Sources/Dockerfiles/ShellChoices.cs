using Archway.Reading.Builds;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Which parts of a script run on some architectures only, or have others beside them that do.</summary>
internal sealed class ShellChoices
{
    private readonly List<(int Start, int End)> _choices = [];
    private readonly bool _isGuarded;

    /// <param name="text">The text that the script stands in.</param>
    /// <param name="constructs">Where it chooses.</param>
    /// <param name="commands">Its commands, the shell's own words left out.</param>
    internal ShellChoices(string text, IEnumerable<(int Start, int End)> constructs, IEnumerable<ShellWord[]> commands)
    {
        var choices = constructs.Where(one => ArchitectureQuestion.IsIn(text.AsSpan(one.Start, one.End - one.Start)));
        // What lies within another is chosen with that.
        foreach (var choice in choices.OrderBy(one => one.Start).ThenByDescending(one => one.End))
            if (_choices is [] || choice.Start >= _choices[^1].End) _choices.Add(choice);
        // A test without an if, as in [ "$(uname -m)" = x86_64 ] && …, guards what follows in a way that is not followed here.
        _isGuarded = commands.Any(command => command[0].Text is "[" or "[[" or "test" && !IsChosen(command[0].Start)
            && command.Any(word => ArchitectureQuestion.IsAsked(word.Text)));
    }

    /// <summary>Whether what stands there runs on some architectures only, or others have their own beside it.</summary>
    internal bool IsChosen(int offset)
    {
        if (_isGuarded) return true;
        var at = _choices.BinarySearch((offset, int.MaxValue));
        return ~at > 0 && offset < _choices[~at - 1].End;
    }
}
