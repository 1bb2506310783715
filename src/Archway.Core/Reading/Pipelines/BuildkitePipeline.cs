using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Pipelines;

/// <summary>A Buildkite pipeline: the images that its steps, or the plugins of those steps, run.</summary>
/// <remarks><see href="https://buildkite.com/docs/pipelines/configure/defining-steps"/></remarks>
internal sealed partial class BuildkitePipeline : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        root["steps"] is DataSequence && $"/{source.Folder}/".Contains("/.buildkite/", StringComparison.Ordinal);

    public void Read(DataNode root, ReadingContext context)
    {
        Add(root["image"], root, null, context);
        ReadSteps(root, root, context);
    }

    private static void ReadSteps(DataNode group, DataNode root, ReadingContext context)
    {
        foreach (var step in group["steps"]?.Items ?? [])
        {
            var name = (step["label"] ?? step["name"] ?? step["key"])?.Text;
            Add(step["image"], root, name, context);
            foreach (var (plugin, settings) in Plugins(step["plugins"]))
                // docker#v5.12.0; docker-compose and docker-login run no image of their own.
                if (plugin.Split('#')[0] is "docker" or "docker-buildkite-plugin") Add(settings["image"], root, name, context);
                else if (plugin is "kubernetes" && settings["podSpec"] is { } pod) new ResourceWalk(context, OccurrenceKind.Buildkite).Walk(pod);
            foreach (var script in (string[])["command", "commands"]) ScriptBuilds.Add(step[script], null, context);
            ReadSteps(step, root, context);
        }
    }

    private static IEnumerable<(string Name, DataNode Settings)> Plugins(DataNode? plugins) =>
        (plugins?.Items ?? []).SelectMany(item => item.Members).Concat(plugins?.Members ?? []).Select(member => (member.Key.Value, member.Value));

    private static void Add(DataNode? image, DataNode root, string? step, ReadingContext context)
    {
        if (image is DataScalar { IsNull: false, Value.Length: > 0 } written)
            context.Add(written, PipelineVariables.Fill(written.Value.Trim(), Variable(), name => Find(root, name)), OccurrenceKind.Buildkite, step);
    }

    private static Parsed<string> Find(DataNode root, string variable)
    {
        var dash = variable.IndexOf(":-", StringComparison.Ordinal);
        var name = dash < 0 ? variable : variable[..dash];
        return root["env"]?[name] is DataScalar value ? Parsed.Value(value.Value)
            : dash >= 0 ? Parsed.Value(variable[(dash + 2)..])
            : Parsed.Problem<string>($"{name} has a value only when the pipeline is uploaded");
    }

    [GeneratedRegex(@"\${1,2}\{([^{}]*)\}|\${1,2}([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
