using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>Tells whether a text is the same in each run of a job's matrix.</summary>
/// <param name="source">The file's text.</param>
/// <param name="job">The job.</param>
internal sealed class SameForAll(string source, PipelineJob job)
{
    // What has one value for a whole run of the workflow.
    private static readonly string[] OfRun = ["github.", "secrets.", "vars.", "inputs.", "needs."];

    /// <summary>Whether the text surely has the same value in each run.</summary>
    internal bool Is(string? text)
    {
        if (text is null) return false;
        for (var start = text.IndexOf("${{", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${{", start + 3, StringComparison.Ordinal))
        {
            if (text.IndexOf("}}", start, StringComparison.Ordinal) is not (>= 0 and var end) || !IsExpression(text[(start + 3)..end].Trim())) return false;
        }

        return true;
    }

    private bool IsExpression(string expression)
    {
        if (expression.Contains("matrix.", StringComparison.Ordinal) || expression.Contains('(', StringComparison.Ordinal)) return false;
        if (OfRun.Any(of => expression.StartsWith(of, StringComparison.Ordinal))) return true;
        // What gathers names is told what they are made of.
        return expression.Split('.') is ["steps", var id, "outputs", "tags"]
            && job.Steps.FirstOrDefault(step => step.Node["id"]?.Text == id) is { Action: "docker/metadata-action", With: DataMapping with }
            && !source.AsSpan(with.Start, Math.Min(with.Length, source.Length - with.Start)).Contains("matrix.", StringComparison.Ordinal)
            && !source.AsSpan(with.Start, Math.Min(with.Length, source.Length - with.Start)).Contains("env.", StringComparison.Ordinal);
    }
}
