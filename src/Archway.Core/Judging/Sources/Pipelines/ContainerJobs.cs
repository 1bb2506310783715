using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A pipeline of Drone or Woodpecker, whose steps are plugins that build, or commands.</summary>
/// <remarks>
/// Drone takes a machine for linux/amd64 unless a pipeline says otherwise: <see href="https://docs.drone.io/pipeline/docker/syntax/platform/"/>.
/// <see href="https://woodpecker-ci.org/plugins/docker-buildx"/>
/// </remarks>
internal static class ContainerJobs
{
    private static readonly string[] Plugins = ["plugins/docker", "plugins/ecr", "plugins/gcr", "plugins/acr", "/plugin-docker-buildx", "/plugin-kaniko"];

    internal static IEnumerable<PipelineJob> In(SourceText source, DataNode root, PipelineService service)
    {
        var steps = root["steps"] ?? root["pipeline"];
        ImmutableArray<PipelineStep> all = [.. (steps?.Items ?? []).Concat(steps?.Members.Select(member => member.Value) ?? []).OfType<DataMapping>()
            .Select(step => new PipelineStep(step) { Commands = ScriptCommands.In(source, step["commands"]) })];
        PipelineJob bare = new(root, MachineOf(root, service), all);
        yield return bare with
        {
            Builds =
            [
                .. all.Select(step => Build(source, step)).OfType<JobBuild>(),
                .. CommandBuilds.In(source, all, new(bare.Commands, []), (_, text) => PlainJobs.Filled(text, _ => null)),
            ],
        };
    }

    private static JobBuild? Build(SourceText source, PipelineStep step)
    {
        if (step.Node["image"] is not DataScalar image || !IsPlugin(image.Value)) return null;
        var settings = step.Node["settings"] ?? step.Node;
        var written = settings["platforms"] ?? settings["platform"];
        return new(step, image.Start, image.Length)
        {
            Platforms = written switch
            {
                DataScalar { IsNull: false } text => WrittenPlatforms.Of(source, text.Start, text.Length, PlainJobs.Filled(text.Value, _ => null)),
                DataSequence { Nodes: [DataScalar first, ..] } list => WrittenPlatforms.Of(source, first.Start, first.Length,
                    list.Nodes.All(item => item.Text is { } name && !name.Contains('$', StringComparison.Ordinal)) ? [.. list.Nodes.Select(item => item.Text!)] : null) with
                {
                    IsLiteral = false,
                },
                _ => null,
            },
            IsPublished = (settings["dry_run"] ?? settings["dry-run"]) is null && (settings["repo"] ?? settings["repository"]) is not null,
            Tags = (settings["registry"]?.Text ?? "") + (settings["repo"] ?? settings["repository"])?.Text,
        };
    }

    private static bool IsPlugin(string image)
    {
        var colon = image.LastIndexOf(':');
        var name = colon > image.LastIndexOf('/') ? image[..colon] : image;
        return Plugins.Any(plugin => name.EndsWith(plugin, StringComparison.Ordinal));
    }

    private static JobMachine MachineOf(DataNode root, PipelineService service)
    {
        var written = service == PipelineService.Drone ? root["platform"]?["arch"] : root["labels"]?["platform"];
        return written switch
        {
            null => service == PipelineService.Drone ? new(Machines.Amd64) : JobMachine.Unknown,
            DataScalar { Value: "amd64" or "linux/amd64" } pinned => new(Machines.Amd64, pinned),
            DataScalar { Value: var value } when ArmWords.IsIn(value) => new(Machines.Arm),
            _ => JobMachine.Unknown,
        };
    }
}
