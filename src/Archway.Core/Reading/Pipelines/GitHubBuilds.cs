using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>The steps that build images by an action.</summary>
/// <remarks>
/// <see href="https://github.com/docker/build-push-action#inputs"/>
/// <see href="https://github.com/redhat-actions/buildah-build#action-inputs"/>
/// </remarks>
internal static class GitHubBuilds
{
    private const int MostArguments = 100;

    /// <summary>Notes what an action builds, if it is one that does.</summary>
    internal static void Add(string action, DataNode with, GitHubExpressions expressions, ReadingContext context)
    {
        switch (action.Split('@')[0])
        {
            case "docker/build-push-action":
                Add(with["tags"] as DataScalar, [with["file"]?.Text], with, expressions, context);
                break;
            case "redhat-actions/buildah-build":
                var files = Parts((with["containerfiles"] ?? with["dockerfiles"])?.Text);
                Add(with["image"] as DataScalar, files is [] ? [null] : files, with, expressions, context);
                break;
        }
    }

    private static void Add(DataScalar? names, string?[] files, DataNode with, GitHubExpressions expressions, ReadingContext context)
    {
        var contexts = Lines(with["build-contexts"]?.Text);
        BuildInputs[] inputs =
            [.. Inputs(with["build-args"]?.Text, expressions, context.Source).Select(one => CommandInputs.WithContexts(one, contexts))];
        var given = Parts(names?.Value);
        foreach (var file in files)
        {
            // Without a context the repository itself is built, whatever its Dockerfile's folder.
            var dockerfile = BuildFiles.Find(context.Tree, [""], with["context"]?.Text ?? ".", file);
            foreach (var one in inputs)
                if (given is []) context.Builds.Add(new(context.Source.Span(with.Start, 0), null, dockerfile) { Inputs = one });
                else foreach (var name in given) context.Builds.Add(new(context.At(names!, name!), name, dockerfile) { Inputs = one });
        }

        if (with["build-contexts"] is not DataScalar written) return;
        foreach (var image in CommandInputs.Images(contexts))
            foreach (var resolved in expressions.Fill(image))
                context.AddOneOfSeveral(ReadingContext.Occurrence(context.At(written, image), image, resolved, OccurrenceKind.GitHubActions));
    }

    /// <summary>What the arguments come to: once, or for each value of a matrix or of the workflow's inputs.</summary>
    private static IEnumerable<BuildInputs> Inputs(string? arguments, GitHubExpressions expressions, SourceText source)
    {
        // A value may hold commas.
        string[][] given = [.. Lines(arguments).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)];
        return expressions.FillTogether([.. given.Select(pair => pair[1])])
            .Select(values => given.Zip(values).Aggregate(BuildInputs.None, (inputs, pair) => inputs.With(pair.First[0].Trim(), pair.Second, source)))
            .Distinct();
    }

    private static IEnumerable<string> Lines(string? text) =>
        text?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(MostArguments) ?? [];

    private static string?[] Parts(string? list) =>
        list?.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
