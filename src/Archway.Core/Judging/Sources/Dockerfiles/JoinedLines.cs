using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Joins the lines of instructions without moving a character.</summary>
internal static class JoinedLines
{
    /// <summary>
    /// The text of a file with <see cref="ShellCommands.Blank"/> for the ends of continued lines, and for the comments and empty lines between.
    /// </summary>
    internal static string Of(DockerfileDocument dockerfile)
    {
        var text = dockerfile.Source.Text.ToCharArray();
        // What is cleared is Blank.
        foreach (var instruction in dockerfile.Preamble.Concat(dockerfile.Stages.SelectMany(stage => stage.Instructions.Prepend(stage.From))))
            Join(text, instruction.Keyword.Start, Math.Max(instruction.Keyword.Start, instruction.Body.Start + instruction.Body.Length), dockerfile.Escape);
        return new(text);
    }

    private static void Join(char[] text, int start, int end, char escape)
    {
        for (int line = start, next; line < end; line = next)
        {
            var newline = Array.IndexOf(text, '\n', line, end - line);
            next = newline < 0 ? end : newline + 1;
            var content = text.AsSpan(line, next - line);
            // An empty line or a comment between two lines of an instruction is no part of it.
            if (line > start && (content.TrimStart() is [] or ['#', ..])) content.Clear();
            else if (newline >= 0 && content.TrimEnd() is var written && written.EndsWith([escape])) content[(written.Length - 1)..].Clear();
        }
    }
}
