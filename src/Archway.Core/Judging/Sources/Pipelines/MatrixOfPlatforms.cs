using Archway.Judging.Sources.Dockerfiles;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The variable of a job's matrix by which each platform has a run of its own.</summary>
/// <param name="Name">What it is called: <c>platform</c>.</param>
/// <param name="Word">What that is called whose values may stand in a tag: <c>arm64</c>, not <c>linux/arm64</c>; null where none is.</param>
internal sealed record MatrixOfPlatforms(string Name, string? Word)
{
    private const int MostValues = 50;

    /// <summary>The expression that it is used by.</summary>
    internal string Expression => Of(Name);

    /// <summary>The expression for what may stand in a tag.</summary>
    internal string? InTag => Word is null ? null : Of(Word);

    /// <summary>The variable of a job; null where it has no matrix of platforms.</summary>
    internal static MatrixOfPlatforms? Of(PipelineJob job)
    {
        if (job.Node["strategy"]?["matrix"] is not DataMapping matrix) return null;
        var lists = matrix.Entries.Where(member => member.Value is DataSequence && member.Key.Value is not ("include" or "exclude"))
            .Select(member => (member.Key.Value, Values: member.Value.Items.Select(item => item.Text)));
        var included = (matrix["include"]?.Items ?? []).SelectMany(entry => entry.Members).GroupBy(member => member.Key.Value, StringComparer.Ordinal)
            .Select(group => (group.Key, Values: group.Select(member => member.Value.Text)));
        string? first = null, runner = null, word = null;
        foreach (var (name, all) in lists.Concat(included))
        {
            string[] values = [.. all.OfType<string>().Take(MostValues)];
            if (!values.Any(IsAmd64) || !values.Any(value => ArmWords.IsIn(value)) || values.Any(value => value.Contains(' ', StringComparison.Ordinal))) continue;
            // A platform says more than the machine for it.
            if (values.Any(NamesAmd64)) first ??= name;
            else runner ??= name;
            if (!values.Any(value => value.Contains('/', StringComparison.Ordinal))) word ??= name;
        }

        return (first ?? runner) is { } variable ? new(variable, word) : null;
    }

    private static string Of(string name) => $"${{{{ matrix.{name} }}}}";

    // A runner that is called after Ubuntu alone has an x86 processor.
    private static bool IsAmd64(string value) => NamesAmd64(value)
        || (value.StartsWith("ubuntu", StringComparison.Ordinal) && !ArmWords.IsIn(value));

    private static bool NamesAmd64(string value) => ArchitectureToken.In(value, 0, value.Length).Any();
}
