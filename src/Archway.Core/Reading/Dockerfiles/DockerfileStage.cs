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

    /// <summary>Which word of a <c>FROM</c> is its <c>AS</c>; as many as there are words when none is.</summary>
    internal static int IndexOfAs(DockerfileInstruction from)
    {
        for (var i = 1; i < from.Words.Length; i++)
            if (from.Words[i].Text.Equals("AS", StringComparison.OrdinalIgnoreCase)) return i;
        return from.Words.Length;
    }

    private static string? NameOf(DockerfileInstruction from)
    {
        var at = IndexOfAs(from) + 1;
        if (at >= from.Words.Length) return null;
        var name = from.Words[at].Text.Trim('"', '\'');
        // What a template adds behind the name is not part of it.
        return name.IndexOf("{{", StringComparison.Ordinal) is > 0 and var end ? name[..end] : name;
    }
}
