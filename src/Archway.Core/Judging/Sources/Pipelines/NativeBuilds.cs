using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The builds of a pipeline that publish an image for the platform of their machine alone, which has an x86 processor.</summary>
internal static class NativeBuilds
{
    /// <summary>Each with its job; none where the file speaks of Arm.</summary>
    internal static IEnumerable<(PipelineJob Job, JobBuild Build)> In(Pipeline pipeline) =>
        pipeline.NamesArm ? [] : from job in pipeline.Jobs
                                 where job.Machine.IsOnlyAmd64
                                 from build in job.Builds
                                 where build is { IsPublished: true, Platforms: null, IsByDigest: false } && !Throwaway.Is(build.Tags)
                                 select (job, build);

    /// <summary>The targets that such a machine does not build for.</summary>
    internal static Platform[] Missing(RuleContext context) =>
        [.. context.Targets.Where(target => target.Os == "linux" && !target.CanRun(Architectures.LinuxAmd64))];
}
