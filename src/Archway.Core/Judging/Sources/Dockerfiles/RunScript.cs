using System.Collections.Immutable;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>What a <c>RUN</c> gives a shell: its commands, those of its heredocs with them, and which of them run on some architectures only.</summary>
internal sealed class RunScript
{
    private static readonly string[] Shells = ["sh", "bash", "ash", "dash", "/bin/sh", "/bin/bash"];

    private readonly string _text;
    private readonly ShellChoices _choices;

    internal RunScript(string text, DockerfileStage stage, DockerfileInstruction run)
    {
        (_text, Stage, Run) = (text, stage, run);
        Written = [.. WrittenHeredoc.In(text, run)];
        Texts = [.. Written.Where(written => SaidText.IsDocument(this, written.Command, written.File))];
        Stretches =
        [
            (run.Body.Start, run.Body.Start + run.Body.Length),
            .. run.Heredocs.Where(heredoc => !Texts.Any(written => written.Of == heredoc)).Select(heredoc => (heredoc.Start, heredoc.Start + heredoc.Length)),
        ];
        var parts = Stretches.Select(stretch => ShellCommands.In(text, stretch.Start, stretch.End).Select(ShellConstructs.WithoutKeywords).ToArray()).ToArray();
        Commands = [.. parts.SelectMany(part => part).Where(command => command.Length > 0)];
        _choices = new(text, Stretches.SelectMany(stretch => ShellConstructs.Of(ShellCommands.In(text, stretch.Start, stretch.End))), Commands);
    }

    internal DockerfileStage Stage { get; }

    internal DockerfileInstruction Run { get; }

    /// <summary>Its heredocs that are written to files.</summary>
    internal ImmutableArray<WrittenHeredoc> Written { get; }

    /// <summary>Those of them that are texts: nothing in the build goes on with the file.</summary>
    internal ImmutableArray<WrittenHeredoc> Texts { get; }

    /// <summary>Where its text stands in the file, such texts left out.</summary>
    internal ImmutableArray<(int Start, int End)> Stretches { get; }

    /// <summary>The words of each command, the shell's own words as <c>if</c> and <c>then</c> left out.</summary>
    internal ImmutableArray<ShellWord[]> Commands { get; }

    /// <summary>Whether no shell reads it: it is a list of arguments, <c>["apt", "update"]</c>, or the stage has something else for a shell.</summary>
    internal bool IsList => (Run.Body.Text.StartsWith('[') && Run.Body.Text.EndsWith(']') && Run.Heredocs.IsEmpty) || !HasShell;

    /// <summary>Whether what stands at a place is within single quotes, so that another shell than the instruction's fills it in.</summary>
    internal bool IsLiteral(int offset) => WordAt(offset) is var (_, word) && ShellQuotes.IsLiteral(_text, word.Start, offset);

    /// <summary>Whether what stands there runs on some architectures only, or others have their own beside it.</summary>
    internal bool IsChosen(int offset) => _choices.IsChosen(offset);

    /// <summary>The command and the word that stand at a place; null where there are none.</summary>
    internal (ShellWord[] Command, ShellWord Word)? WordAt(int offset)
    {
        if (Commands.IsEmpty) return null;
        var command = Commands[LastBefore(offset, Commands.Length, at => Commands[at][0].Start)];
        var word = command[LastBefore(offset, command.Length, at => command[at].Start)];
        return word.Start <= offset && offset < word.End ? (command, word) : null;
    }

    /// <summary>Whether what a command writes is handed to another one.</summary>
    internal bool IsPiped(ShellWord[] command)
    {
        var at = command[^1].End;
        while (at < _text.Length && _text[at] is ' ' or '\t' or ShellCommands.Blank) at++;
        return at + 1 < _text.Length && _text[at] == '|' && _text[at + 1] != '|';
    }

    /// <summary>Whether an instruction names something besides a command.</summary>
    internal bool IsNamedElsewhere(string name, ShellWord[] but)
    {
        var (start, end) = (but[0].Start, but[^1].End);
        return _text.AsSpan(0, start).Has(name) || _text.AsSpan(end).Has(name);
    }

    /// <summary>A word as written, its quotes kept.</summary>
    internal ReadOnlySpan<char> Raw(ShellWord word) => _text.AsSpan(word.Start, word.End - word.Start);

    /// <summary>Whether its text holds a word.</summary>
    internal bool Contains(string word) => Stretches.Any(stretch => _text.AsSpan(stretch.Start, stretch.End - stretch.Start).Has(word));

    /// <summary>Where a word begins in its text.</summary>
    internal IEnumerable<int> PlacesOf(string word)
    {
        foreach (var (start, end) in Stretches)
            for (var at = IndexOf(word, start, end); at >= 0; at = IndexOf(word, at + 1, end)) yield return at;
    }

    /// <summary>Whether its text uses a variable.</summary>
    internal bool Uses(string variable) => Stretches.Any(stretch => ShellVariables.Uses(_text.AsSpan(stretch.Start, stretch.End - stretch.Start), variable));

    /// <summary>Whether a variable written at that place of a word is filled in: not within single quotes, unless another shell gets them.</summary>
    internal bool IsFilledIn(ShellWord word, int offset) => !ShellQuotes.IsLiteral(_text, word.Start, offset) || IsOfAnotherShell(word);

    private int IndexOf(string word, int start, int end) => _text.IndexOf(word, start, end - start, StringComparison.Ordinal);

    // Which of some things, the starts of which rise, is the last that begins up to a place; the first if none does.
    private static int LastBefore(int offset, int count, Func<int, int> startOf)
    {
        var (low, high) = (0, count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (startOf(middle) <= offset) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private bool IsOfAnotherShell(ShellWord word) => WordAt(word.Start) is var (command, _)
        && Array.IndexOf(command, word) is > 1 and var at && command[at - 1].Text is ['-', .., 'c'] && Shells.Contains(command[0].Text);

    // SHELL ["/bin/bash", "-c"]; sudo, su and env may take away what the instruction's own shell has.
    private bool HasShell => Stage.Instructions.LastOrDefault(one => one.Name == "SHELL" && one.Keyword.Start < Run.Keyword.Start) is not { } shell
        || (shell.Body.Text.Split('"') is [_, var program, ..] && program.Ends("sh") && !program.Ends("pwsh"));
}
