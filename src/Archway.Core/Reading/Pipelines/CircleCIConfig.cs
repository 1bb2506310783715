using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A CircleCI configuration: the images of its jobs, executors and inline orbs.</summary>
/// <remarks><see href="https://circleci.com/docs/reference/configuration-reference/"/></remarks>
internal sealed partial class CircleCIConfig : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping && $"/{source.Folder}/".Contains("/.circleci/", StringComparison.Ordinal);

    public void Read(DataNode root, ReadingContext context)
    {
        ReadParts(root, root, context);
        foreach (var orb in root["orbs"]?.Members ?? []) ReadParts(root, orb.Value, context);
    }

    private static void ReadParts(DataNode root, DataNode part, ReadingContext context)
    {
        foreach (var kind in (string[])["jobs", "executors"])
            foreach (var (key, owner) in part[kind]?.Members ?? [])
            {
                foreach (var container in owner["docker"]?.Items ?? [])
                    if (container["image"] is DataScalar { IsNull: false } image)
                        context.Add(
                            image,
                            PipelineVariables.Fill(image.Value.Trim(), Parameter(), name => Find(root, owner, name)),
                            OccurrenceKind.CircleCI, key.Value, container["name"]?.Text);
                AddBuilds(owner, context);
            }

        foreach (var command in part["commands"]?.Members ?? []) AddBuilds(command.Value, context);
    }

    private static void AddBuilds(DataNode owner, ReadingContext context)
    {
        foreach (var step in owner["steps"]?.Items ?? [])
            if (step["run"] is { } run) ScriptBuilds.Add(run is DataMapping ? run["command"] : run, (run["working_directory"])?.Text, context);
    }

    private static Parsed<string> Find(DataNode root, DataNode owner, string name)
    {
        var value = name.StartsWith("pipeline.parameters.", StringComparison.Ordinal) ? root["parameters"]?[name["pipeline.parameters.".Length..]]
            : name.StartsWith("parameters.", StringComparison.Ordinal) ? owner["parameters"]?[name["parameters.".Length..]]
            : null;
        return value?["default"] is DataScalar found
            ? Parsed.Value(found.Value)
            : Parsed.Problem<string>($"{name} has no default in this file");
    }

    [GeneratedRegex(@"<<\s*([A-Za-z0-9_.-]+)\s*>>", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
