using System.Text;

namespace Archway.Cli;

/// <summary>A list on standard input: one a line, with <c>#</c> before comments.</summary>
internal static class InputList
{
    // More than the largest fleets have distinct images.
    private const int MostLines = 100_000;
    private const int Longest = 16 * 1024 * 1024;

    /// <summary>The lines that say something, each with its number.</summary>
    internal static async Task<IReadOnlyList<(string Text, int Line)>> ReadAsync(TextReader input, CancellationToken cancellationToken)
    {
        StringBuilder list = new();
        var buffer = new char[16 * 1024];
        // A console's reader blocks whatever its token says, and a user who pressed Ctrl-C would wait for it.
        while (await Task.Run(async () => await input.ReadAsync(buffer, cancellationToken), cancellationToken)
                .WaitAsync(cancellationToken) is > 0 and var read)
            if (list.Append(buffer, 0, read).Length > Longest)
                throw new CommandException($"the list on standard input has more than {Longest} characters; split it");

        var lines = list.ToString().TrimStart('\ufeff').Split('\n')
            .Select((line, index) => (Text: line.Split('#')[0].Trim(), Line: index + 1)).Where(line => line.Text.Length > 0).ToArray();
        return lines.Length switch
        {
            0 => throw new CommandException("nothing was read from standard input: it is empty"),
            > MostLines => throw new CommandException($"the list on standard input has more than {MostLines} lines; split it"),
            _ => lines,
        };
    }
}
