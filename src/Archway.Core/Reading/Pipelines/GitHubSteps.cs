using Archway.Oci;
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
            if (step["uses"]?.Text is { } action && action.StartsWith("docker/build-push-action@", StringComparison.Ordinal) && step["with"] is { } with)
                AddBuilds(with, expressions, context);
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

    private static void AddBuilds(DataNode with, GitHubExpressions expressions, ReadingContext context)
    {
        // Without a context the repository itself is built, whatever its Dockerfile's folder.
        var dockerfile = BuildFiles.Find(context.Tree, [""], with["context"]?.Text ?? ".", with["file"]?.Text);
        var names = ((IEnumerable<string?>)Lines(with["tags"]?.Text, ',', '\n')).DefaultIfEmpty(null);
        var contexts = Lines(with["build-contexts"]?.Text, '\n');
        foreach (var arguments in Inputs(with["build-args"]?.Text ?? "", expressions, context.Source))
            foreach (var name in names)
            {
                var at = name is not null && with["tags"] is DataScalar tags ? context.At(tags, name) : context.Source.Span(with.Start, 0);
                context.Builds.Add(new(at, name, dockerfile) { Inputs = CommandInputs.WithContexts(arguments, contexts) });
            }
        if (with["build-contexts"] is not DataScalar written) return;
        foreach (var image in CommandInputs.Images(contexts))
            foreach (var resolved in expressions.Fill(image))
                context.AddOneOfSeveral(ReadingContext.Occurrence(context.At(written, image), image, resolved, OccurrenceKind.GitHubActions));
    }

    /// <summary>What the lines of <c>build-args</c> give, for each combination of the matrix.</summary>
    private static IEnumerable<BuildInputs> Inputs(string lines, GitHubExpressions expressions, SourceText source)
    {
        // One line that cannot be told leaves the others what they are.
        var whole = expressions.Fill(lines);
        return whole.All(text => text.Value is not null) ? whole.Select(text => Of(Lines(text.Value, '\n').Select(line => (line, Parsed.Value(line)))))
            : [Of(Lines(lines, '\n').Select(line => (line, expressions.Fill(line) is [var only] ? only : Parsed.Problem<string>("it depends on the matrix"))))];

        BuildInputs Of(IEnumerable<(string Written, Parsed<string> Filled)> arguments) =>
            arguments.Where(line => line.Written.Contains('=', StringComparison.Ordinal)).Aggregate(BuildInputs.None, (inputs, line) => inputs.With(
                CommandInputs.Entry(line.Written).Name,
                line.Filled.Value is { } filled ? Parsed.Value(CommandInputs.Entry(filled).Value!) : line.Filled,
                source));
    }

    private static string[] Lines(string? text, params char[] ends) =>
        (text ?? "").Split(ends, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
