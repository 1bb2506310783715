using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The jobs of a CircleCI configuration, each on the machine of its executor.</summary>
/// <remarks><see href="https://circleci.com/docs/reference/configuration-reference/#resourceclass"/></remarks>
internal static class CircleCIJobs
{
    // Those of x86 by their bare names; with a slash it is one of the user's own.
    private static readonly string[] OfX86 = ["small", "medium", "medium+", "large", "xlarge", "2xlarge", "2xlarge+"];

    internal static IEnumerable<PipelineJob> In(SourceText source, DataNode root)
    {
        foreach (var (_, job) in root["jobs"]?.Members ?? [])
        {
            var runs = (job["steps"]?.Items ?? []).Select(step => step["run"] is DataMapping run ? run["command"] : step["run"]);
            yield return PlainJobs.Of(source, job, MachineOf(root, job), name => job["environment"]?[name]?.Text, [.. runs]);
        }
    }

    private static JobMachine MachineOf(DataNode root, DataNode job)
    {
        var executor = (job["executor"] as DataScalar ?? job["executor"]?["name"])?.Text is { } name ? root["executors"]?[name] : null;
        var isKnown = new[] { job, executor }.Any(part => (part?["docker"] ?? part?["machine"]) is not null);
        if (!isKnown || (job["macos"] ?? executor?["macos"]) is not null) return JobMachine.Unknown;
        var machine = job["machine"] ?? executor?["machine"];
        if ((machine?["image"] ?? machine)?.Text?.Contains("windows", StringComparison.Ordinal) == true) return new(Machines.Other);
        var written = job["resource_class"] ?? machine?["resource_class"] ?? executor?["resource_class"];
        return written switch
        {
            null => new(Machines.Amd64),
            DataScalar { Value: var value } scalar when OfX86.Contains(value) => new(Machines.Amd64, scalar),
            DataScalar { Value: var value } when ArmWords.IsIn(value) => new(Machines.Arm),
            _ => JobMachine.Unknown,
        };
    }
}
