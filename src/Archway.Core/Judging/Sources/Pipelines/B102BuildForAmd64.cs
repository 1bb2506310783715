using Archway.Judging.Sources.Data;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>An image that a pipeline builds and publishes for amd64 alone: <c>platforms: linux/amd64</c>.</summary>
internal sealed class B102BuildForAmd64() : PipelineRule("B102", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(Pipeline pipeline, RuleContext context)
    {
        if (pipeline.NamesArm) yield break;
        HashSet<int> seen = [];
        foreach (var job in pipeline.Jobs)
        {
            foreach (var build in job.Builds)
            {
                if (!build.IsPublished || build.Platforms is not { } platforms || Throwaway.Is(build.Tags)) continue;
                if (platforms.Missing(context) is not [var first, ..] missing || !seen.Add(platforms.Start)) continue;
                var names = string.Join(" and ", missing.AsEnumerable());
                yield return Found(pipeline.Source, platforms.Start, platforms.Length,
                    $"the image is built for {string.Join(", ", platforms.Built.Distinct())}, and not for {names}",
                    Edits(pipeline, job, build, platforms.Add(pipeline.Source, missing)) is { } edits ? new($"add {names}", FixSafety.Ask, [.. edits]) : null, first);
            }
        }
    }

    private static IEnumerable<Edit>? Edits(Pipeline pipeline, PipelineJob job, JobBuild build, Edit? edit)
    {
        // What is loaded has one platform; in braces a comma ends a value.
        if (edit is null || build.IsLoaded || build.Step.Action != "docker/build-push-action") return null;
        if (build.Step.With is not DataMapping with || DataText.IsFlow(pipeline.Source, with)) return null;
        return BuilderSteps.Missing(pipeline.Source, job) is { } steps ? [.. steps, edit] : null;
    }
}
