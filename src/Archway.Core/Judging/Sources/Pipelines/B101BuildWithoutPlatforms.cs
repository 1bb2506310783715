using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>An image that is built and published for the platform of the machine alone, since nothing says for which.</summary>
internal sealed class B101BuildWithoutPlatforms() : PipelineRule("B101", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(Pipeline pipeline, RuleContext context)
    {
        if (NativeBuild.Missing(context) is not [var first, ..] missing) yield break;
        var names = string.Join(" and ", missing.AsEnumerable());
        foreach (var (job, build) in NativeBuild.In(pipeline))
        {
            // Where the machine is written, that is what is told of.
            if (job.Machine.Pinned is not null) continue;
            var machine = pipeline.Service == PipelineService.CodeBuild ? "for the platform of the machine alone" : "for linux/amd64 alone, which is that of the machine";
            yield return Found(pipeline.Source, build.Start, build.Length,
                build.IsOnlyNative
                    ? $"the image is built {machine}: build it on a machine for {names} as well, and join both"
                    : $"the image is built {machine}: build it for {names} as well",
                Fix(pipeline, job, build, missing), first);
        }
    }

    private static Fix? Fix(Pipeline pipeline, PipelineJob job, JobBuild build, Platform[] missing)
    {
        // What is loaded has one platform.
        if (build.Step.Action != "docker/build-push-action" || build.IsLoaded || build.Step.With is not DataMapping with
            || with.Find("platforms") is not null || DataText.IsFlow(pipeline.Source, with)) return null;
        if ((with.Find("push") ?? with.Entries.FirstOrDefault()) is not { } before) return null;
        if (BuilderSteps.Missing(pipeline.Source, job) is not { } steps) return null;
        var platforms = string.Join(',', missing.Prepend(Architectures.LinuxAmd64));
        return DataEdits.InsertScalar(pipeline.Source, with, before, "platforms", platforms) is { } edit
            ? new($"build for {platforms}", FixSafety.Ask, [.. steps, edit]) : null;
    }
}
