using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The steps of a Bitbucket pipeline, each of which is a job; without labels of its own it runs on a machine with an x86 processor.</summary>
/// <remarks><see href="https://support.atlassian.com/bitbucket-cloud/docs/step-options/"/></remarks>
internal static class BitbucketJobs
{
    private const int DeepestPart = 20;

    internal static IEnumerable<PipelineJob> In(SourceText source, DataNode root) => Within(source, root, DeepestPart);

    private static IEnumerable<PipelineJob> Within(SourceText source, DataNode node, int depth)
    {
        if (depth == 0) yield break;
        foreach (var (key, value) in node.Members)
        {
            if (key.Value == "step" && value is DataMapping) yield return Job(source, value);
            else foreach (var job in Within(source, value, depth - 1)) yield return job;
        }

        foreach (var item in node.Items)
            foreach (var job in Within(source, item, depth - 1)) yield return job;
    }

    private static PipelineJob Job(SourceText source, DataNode step)
    {
        var commands = ScriptCommands.In(source, step["script"], step["after-script"]);
        var pushed = (step["script"]?.Items ?? []).Where(command => command["pipe"]?.Text?.Contains("push-image", StringComparison.Ordinal) == true)
            .Select(command => command["variables"]?["IMAGE_NAME"]?.Text).OfType<string>();
        var machine = step["runs-on"] is null && step["runtime"] is null ? new(Machines.Amd64) : JobMachine.Unknown;
        return PlainJobs.Of(source, step, machine, _ => null, pushed, commands);
    }
}
