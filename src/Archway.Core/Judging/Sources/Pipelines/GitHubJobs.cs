using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The jobs of a workflow of GitHub Actions; an action's steps are those of one whose machine is told by whoever uses it.</summary>
internal static class GitHubJobs
{
    internal static IEnumerable<PipelineJob> In(SourceText source, DataNode root)
    {
        if (root["runs"]?["steps"] is { } steps) yield return Job(source, root["runs"]!, JobMachine.Unknown, steps, new(root, null));
        foreach (var (_, job) in root["jobs"]?.Members ?? [])
        {
            if (job["steps"] is not { } own) continue;
            GitHubValues values = new(root, job);
            yield return Job(source, job, GitHubMachine.Of(job["runs-on"], values), own, values);
        }
    }

    private static PipelineJob Job(SourceText source, DataNode job, JobMachine machine, DataNode steps, GitHubValues values)
    {
        ImmutableArray<PipelineStep> all = [.. steps.Items.OfType<DataMapping>().Select(step => new PipelineStep(step)
        {
            Commands = ScriptCommands.In(source, step["run"]),
        })];
        PipelineJob bare = new(job, machine, all);
        var isPushed = bare.Pushes || all.Any(step => step.Action is "redhat-actions/push-to-registry");
        return bare with
        {
            Builds =
            [
                .. all.Select(step => GitHubActionBuild.Of(source, step, isPushed, values)).OfType<JobBuild>(),
                .. CommandBuilds.In(source, all, new(bare.Commands, []), (step, text) => values.Of(text, step.Node)),
            ],
        };
    }
}
