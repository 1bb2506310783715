using System.Collections.Immutable;

namespace Archway.Reading.Dockerfiles;

/// <summary>A <c>FROM</c> and the instructions up to the next one.</summary>
/// <param name="Number">Its number in the file, from 0, by which <c>COPY --from</c> may call it.</param>
/// <param name="Name">The name after <c>AS</c>, if any.</param>
/// <param name="From">The instruction that begins it.</param>
/// <param name="Instructions">The instructions after it.</param>
internal sealed record DockerfileStage(int Number, string? Name, DockerfileInstruction From, ImmutableArray<DockerfileInstruction> Instructions)
{
    /// <summary>How a report calls the stage.</summary>
    internal string Title => Name ?? $"stage {Number}";

    /// <summary>Parts a file's instructions into those above the first <c>FROM</c> and the stages.</summary>
    internal static (ImmutableArray<DockerfileInstruction> Preamble, ImmutableArray<DockerfileStage> Stages) Split(
        ImmutableArray<DockerfileInstruction> instructions)
    {
        int[] starts = [.. Enumerable.Range(0, instructions.Length).Where(i => instructions[i].Name == "FROM")];
        return (
            instructions[..(starts is [var first, ..] ? first : instructions.Length)],
            [.. starts.Select((start, number) => new DockerfileStage(
                number,
                NameOf(instructions[start]),
                instructions[start],
                instructions[(start + 1)..(number + 1 < starts.Length ? starts[number + 1] : instructions.Length)]))]);
    }

    private static string? NameOf(DockerfileInstruction from)
    {
        var words = from.Words;
        return words.Length >= 3 && words[^2].Text.Equals("AS", StringComparison.OrdinalIgnoreCase) ? words[^1].Text.Trim('"', '\'') : null;
    }
}
