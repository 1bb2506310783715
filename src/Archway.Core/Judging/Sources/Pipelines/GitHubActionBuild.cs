using Archway.Reading;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>What an action builds.</summary>
/// <remarks>
/// <see href="https://github.com/docker/build-push-action#inputs"/>
/// <see href="https://github.com/redhat-actions/buildah-build#action-inputs"/>
/// </remarks>
internal static class GitHubActionBuild
{
    /// <summary>The build of a step; null where it builds nothing.</summary>
    /// <param name="source">The file.</param>
    /// <param name="step">The step.</param>
    /// <param name="isPushed">Whether another step of the job puts images into a registry.</param>
    /// <param name="values">What texts come to.</param>
    internal static JobBuild? Of(SourceText source, PipelineStep step, bool isPushed, GitHubValues values)
    {
        if (step.Uses is not { } uses || step.With is not DataMapping with) return null;
        return step.Action switch
        {
            "docker/build-push-action" => OfDocker(source, step, uses, with, isPushed, values),
            "redhat-actions/buildah-build" => new(step, uses.Start, uses.Length)
            {
                Platforms = Platforms(source, step, with["platforms"] ?? with["platform"] ?? with["archs"] ?? with["arch"], values),
                IsPublished = isPushed,
                Tags = with["image"]?.Text,
            },
            _ => null,
        };
    }

    private static JobBuild OfDocker(SourceText source, PipelineStep step, DataScalar uses, DataMapping with, bool isPushed, GitHubValues values)
    {
        var outputs = with["outputs"]?.Text ?? "";
        var isLoaded = IsTrue(with["load"]) || outputs.Contains("type=docker", StringComparison.Ordinal);
        // The first version pushed unless it was told not to.
        var pushes = with["push"] is { } push ? IsTrue(push) : uses.Value.EndsWith("@v1", StringComparison.Ordinal);
        return new(step, uses.Start, uses.Length)
        {
            Platforms = Platforms(source, step, with["platforms"], values),
            IsPublished = pushes || BuildCommand.PushesTo(outputs) || (isLoaded && isPushed),
            IsLoaded = isLoaded,
            IsByDigest = outputs.Contains("push-by-digest", StringComparison.Ordinal),
            Tags = with["tags"]?.Text ?? with["repository"]?.Text,
        };
    }

    // An expression may be true.
    private static bool IsTrue(DataNode? value) => value?.Text?.Trim() is { Length: > 0 } text && !text.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static WrittenPlatforms? Platforms(SourceText source, PipelineStep step, DataNode? written, GitHubValues values) =>
        written is not DataScalar { IsNull: false } scalar || scalar.Value.Trim().Length == 0 ? null
            : WrittenPlatforms.Of(source, scalar.Start, scalar.Length, values.Of(scalar.Value.Trim(), step.Node));
}
