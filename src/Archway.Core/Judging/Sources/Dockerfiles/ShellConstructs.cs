using Archway.Reading.Builds;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Where a shell chooses: <c>if</c> up to its <c>fi</c>, <c>case</c> up to its <c>esac</c>.</summary>
internal static class ShellConstructs
{
    // Each is searched once; nobody nests more.
    private const int Deepest = 20;

    private static readonly string[] Leading = ["if", "then", "else", "elif", "do", "while", "until", "{", "!", "time"];

    /// <summary>The stretches, one within another as written; one that does not end goes on to the last word.</summary>
    internal static IEnumerable<(int Start, int End)> Of(IEnumerable<List<ShellWord>> commands)
    {
        Stack<int> open = new();
        var last = 0;
        foreach (var command in commands)
        {
            foreach (var word in command.TakeWhile((word, i) => i == 0 || Leading.Contains(command[i - 1].Text)))
            {
                if (word.Text is "if" or "case" && open.Count < Deepest) open.Push(word.Start);
                else if (word.Text is "fi" or "esac" && open.TryPop(out var start)) yield return (start, word.End);
            }

            last = command[^1].End;
        }

        while (open.TryPop(out var start)) yield return (start, last);
    }

    /// <summary>The words of a command without the shell's own before it; none where nothing else is said.</summary>
    internal static ShellWord[] WithoutKeywords(List<ShellWord> command)
    {
        var first = 0;
        while (first < command.Count && Leading.Contains(command[first].Text)) first++;
        return first < command.Count && command[first].Text is "fi" or "esac" or "done" or "}" ? [] : [.. command.Skip(first)];
    }
}
