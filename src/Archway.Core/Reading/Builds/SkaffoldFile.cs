using Archway.Oci;
using Archway.Reading.Data;
using Archway.Reading.Helm;

namespace Archway.Reading.Builds;

/// <summary>A Skaffold configuration: the images it builds, those that building needs, and those that it runs beside them.</summary>
/// <remarks><see href="https://skaffold.dev/docs/references/yaml/"/></remarks>
internal sealed class SkaffoldFile : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => root["apiVersion"]?.Text?.StartsWith("skaffold/", StringComparison.Ordinal) ?? false;

    public void Read(DataNode root, ReadingContext context)
    {
        foreach (var part in (root["profiles"]?.Items ?? []).Prepend(root))
        {
            foreach (var artifact in part["build"]?["artifacts"]?.Items ?? []) ReadArtifact(artifact, context);
            foreach (var verified in part["verify"]?.Items ?? []) AddContainer(verified["container"], verified["name"]?.Text, context);
            foreach (var action in part["customActions"]?.Items ?? [])
                foreach (var container in action["containers"]?.Items ?? []) AddContainer(container, action["name"]?.Text, context);
            foreach (var section in new[] { part["deploy"], part["manifests"] })
                foreach (var release in section?["helm"]?["releases"]?.Items ?? []) ReadRelease(release, context);
        }
    }

    private static void ReadArtifact(DataNode artifact, ReadingContext context)
    {
        DataNode?[] needed =
        [
            artifact["buildpacks"]?["builder"], artifact["buildpacks"]?["runImage"], artifact["jib"]?["fromImage"], artifact["kaniko"]?["image"],
            artifact["ko"]?["fromImage"],
        ];
        // Either member may be missing; a Dockerfile is looked for in the folder that is built.
        var image = (artifact["image"] ?? artifact["imageName"]) as DataScalar;
        foreach (var node in needed) Add(node, image?.Value, container: null, context);
        if (image is null) return;
        var folder = artifact["context"]?.Text ?? artifact["workspace"]?.Text ?? ".";
        var builder = artifact["docker"] ?? artifact["kaniko"];
        var file = (builder?["dockerfile"] ?? builder?["dockerfilePath"])?.Text ?? "Dockerfile";
        context.Builds.Add(new(context.At(image), image.Value, BuildFiles.Find(context.Tree, [context.Source.Folder], folder, $"{folder}/{file}"))
        {
            Inputs = (builder?["buildArgs"]?.Members ?? []).Aggregate(BuildInputs.None, (inputs, argument) => With(inputs, argument, context)),
        });
    }

    /// <summary>What is given with one argument more; one without a value is the environment's, and where that has none the Dockerfile's own.</summary>
    private static BuildInputs With(BuildInputs inputs, DataMember argument, ReadingContext context)
    {
        if (argument.Value is not DataScalar { IsNull: false, Value: var text }) return inputs;
        var value = Placeholder.Find(text) is { } gap ? Parsed.Problem<string>(Placeholder.Reason(gap)) : Parsed.Value(text);
        return inputs.With(argument.Key.Value, value, context.Source);
    }

    /// <summary>What a release gives its chart; values made by templates are the artifacts themselves.</summary>
    private static void ReadRelease(DataNode release, ReadingContext context)
    {
        ValuesWalk values = new(context, chart: null, release["name"]?.Text);
        if (release["overrides"] is DataMapping overrides) values.Walk(overrides);
        var set = from member in release["setValues"]?.Members ?? [] where member.Value is DataScalar select (member.Key.Value, (DataScalar)member.Value);
        values.Walk(SetValues.Together(set));
    }

    private static void AddContainer(DataNode? container, string? workload, ReadingContext context) =>
        Add(container?["image"], workload, container?["name"]?.Text, context);

    private static void Add(DataNode? image, string? workload, string? container, ReadingContext context)
    {
        if (image is DataScalar { IsNull: false, Value.Length: > 0 } scalar) context.Add(scalar, OccurrenceKind.Skaffold, workload, container);
    }
}
