using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The commands of a buildspec of AWS CodeBuild; on what machine they run says the project, which takes one with an x86 processor unless it says otherwise.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html"/></remarks>
internal static class CodeBuildJobs
{
    internal static IEnumerable<PipelineJob> In(SourceText source, DataNode root)
    {
        var scripts = (root["phases"]?.Members ?? []).SelectMany(phase => new[] { phase.Value["commands"], phase.Value["finally"] });
        yield return PlainJobs.Of(source, root, new(Machines.Amd64), name => root["env"]?["variables"]?[name]?.Text, [.. scripts]);
    }
}
