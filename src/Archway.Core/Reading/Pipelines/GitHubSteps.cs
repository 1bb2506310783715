using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>The steps of a job or an action: those that run an image, and those that build one.</summary>
internal static class GitHubSteps
{
    private const string Docker = "docker://";

    internal static void Read(DataNode? steps, GitHubExpressions expressions, string? job, ReadingContext context)
    {
        foreach (var step in steps?.Items ?? [])
        {
            if (step["uses"] is DataScalar uses) AddUsed(uses, expressions, job, (step["name"] ?? step["id"])?.Text, context);
            ScriptBuilds.Add(step["run"], step["working-directory"]?.Text, context);
            if (step["uses"]?.Text is { } action && step["with"] is { } with) GitHubBuilds.Add(action, with, expressions, context);
        }
    }

    /// <summary>Notes what <c>docker://image</c> names; anything else that a step uses is no image.</summary>
    internal static void AddUsed(DataScalar uses, GitHubExpressions expressions, string? job, string? step, ReadingContext context)
    {
        if (uses.Value.StartsWith(Docker, StringComparison.Ordinal)) Add(uses, uses.Value[Docker.Length..], expressions, job, step, context);
    }

    internal static void Add(DataScalar scalar, string image, GitHubExpressions expressions, string? job, string? container, ReadingContext context)
    {
        // An empty value of a matrix means that the job has no container.
        foreach (var resolved in expressions.Fill(image.Trim()).Where(resolved => resolved.Value is not ""))
            context.Occurrences.Add(ReadingContext.Occurrence(context.At(scalar, image), image, resolved, OccurrenceKind.GitHubActions) with
            {
                Workload = job,
                Container = container,
            });
    }
}
