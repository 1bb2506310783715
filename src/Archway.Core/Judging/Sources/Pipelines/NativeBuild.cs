using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A build that publishes an image for the platform of its machine alone, which has an x86 processor.</summary>
/// <param name="Job">The job.</param>
/// <param name="Build">What it builds.</param>
internal sealed record NativeBuild(PipelineJob Job, JobBuild Build)
{
    /// <summary>Those of a pipeline; none where the file speaks of Arm.</summary>
    internal static IEnumerable<NativeBuild> In(Pipeline pipeline)
    {
        foreach (var job in pipeline.Jobs)
        {
            if (!job.Machine.IsOnlyAmd64) continue;
            foreach (var build in job.Builds)
                if (build is { IsPublished: true, Platforms: null, IsByDigest: false } && !Throwaway.Is(build.Tags) && !pipeline.NamesArm)
                    yield return new(job, build);
        }
    }

    /// <summary>The targets that such a machine does not build for.</summary>
    internal static Platform[] Missing(RuleContext context) =>
        [.. context.Targets.Where(target => target.IsLinux && !target.CanRun(Architectures.LinuxAmd64))];
}
