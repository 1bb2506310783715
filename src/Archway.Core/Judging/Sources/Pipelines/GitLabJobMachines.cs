using Archway.Judging.Sources.Dockerfiles;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Pipelines.GitLab;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The jobs of a GitLab pipeline, each on the runner that its tags ask for.</summary>
/// <remarks>
/// Without tags GitLab's own runners take a job, which have x86 processors.
/// <see href="https://docs.gitlab.com/ci/runners/hosted_runners/linux/"/>
/// </remarks>
internal static class GitLabJobMachines
{
    internal static IEnumerable<PipelineJob> In(SourceText source, DataNode root)
    {
        GitLabJobs jobs = new([root]);
        var isAlone = root["include"] is null;
        foreach (var (name, job) in GitLabJobs.In(root))
        {
            var tags = jobs.Find(name, "tags") ?? root["default"]?["tags"];
            var machine = tags is null ? isAlone && IsWhole(root, job) ? new(Machines.Amd64) : JobMachine.Unknown : Of(tags);
            yield return PlainJobs.Of(source, job, machine, variable => Find(job, variable) ?? Find(root, variable),
                job["before_script"], job["script"], job["after_script"]);
        }
    }

    // What is extended may stand in another file, with tags of its own.
    private static bool IsWhole(DataNode root, DataNode job) => job["extends"] switch
    {
        null => true,
        DataScalar one => root[one.Value] is not null,
        var several => several.Items.All(item => item.Text is { } name && root[name] is not null),
    };

    private static string? Find(DataNode owner, string variable) =>
        owner["variables"]?[variable] is { } value ? (value is DataMapping ? value["value"] : value)?.Text : null;

    private static JobMachine Of(DataNode tags)
    {
        DataScalar[] written = tags is DataScalar only ? [only] : [.. tags.Items.OfType<DataScalar>()];
        if (written.Any(tag => ArmWords.IsIn(tag.Value))) return new(Machines.Arm);
        return written.FirstOrDefault(tag => ArchitectureToken.In(tag.Value, 0, tag.Value.Length).Any() || tag.Value is "x86") is { } pinned
            ? new(Machines.Amd64, pinned) : JobMachine.Unknown;
    }
}
