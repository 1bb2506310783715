using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A heredoc that a command of a <c>RUN</c> writes to a file: <c>cat &gt; README &lt;&lt;EOF</c>.</summary>
/// <param name="Of">The heredoc.</param>
/// <param name="Command">The command that writes it.</param>
/// <param name="File">The file.</param>
/// <param name="IsQuoted">Whether it is written as it stands, so that no variable is filled in.</param>
internal sealed record WrittenHeredoc(DockerfileHeredoc Of, ShellWord[] Command, string File, bool IsQuoted)
{
    internal int End => Of.Start + Of.Length;

    /// <summary>The heredocs of an instruction that are written to files.</summary>
    internal static IEnumerable<WrittenHeredoc> In(string text, DockerfileInstruction run)
    {
        if (run.Heredocs.IsEmpty) yield break;
        var commands = ShellCommands.In(text, run.Body.Start, run.Body.Start + run.Body.Length).Select(ShellConstructs.WithoutKeywords)
            .Where(command => command is [{ Text: "cat" or "tee" }, ..]).ToArray();
        foreach (var heredoc in run.Heredocs)
            foreach (var command in commands)
                foreach (var word in command)
                    if (word.Text.TrimStart('0') is ['<', '<', ..] begin && begin.TrimStart('<', '-').Trim('"', '\'') == heredoc.Name && FileOf(command) is { Length: > 0 } file)
                        yield return new(heredoc, command, file, text.AsSpan(word.Start, word.End - word.Start).ContainsAny("'\"\\"));
    }

    private static string? FileOf(ShellWord[] command)
    {
        for (var at = 1; at < command.Length; at++)
        {
            var word = command[at].Text;
            if (word.StartsWith('>')) return word.TrimStart('>') is { Length: > 0 } file ? file : at + 1 < command.Length ? command[at + 1].Text : null;
            if (command[0].Text == "tee" && word is not ['-' or '<', ..]) return word;
        }

        return null;
    }
}
