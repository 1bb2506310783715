using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A Drone pipeline whose steps run in containers; those of the machine itself name no images.</summary>
/// <remarks><see href="https://docs.drone.io/pipeline/docker/syntax/"/>; before version 1 a file was one pipeline of named steps.</remarks>
internal sealed class DronePipeline : IDataFormat
{
    private static readonly string[] WithContainers = ["docker", "kubernetes", "digitalocean", "aws"];

    public bool Recognises(SourceText source, DataNode root) =>
        root["apiVersion"] is null
        && (root["kind"]?.Text is "pipeline"
            ? root["steps"] is DataSequence || root["services"] is DataSequence
            : source.Name is ".drone.yml" or ".drone.yaml" && root["pipeline"] is DataMapping);

    public void Read(DataNode root, ReadingContext context)
    {
        if (root["type"]?.Text is { } type && !WithContainers.Contains(type)) return;
        ContainerSteps steps = new("Drone", OccurrenceKind.Drone, root["matrix"], context);
        var name = root["name"]?.Text;
        steps.Read(root["clone"] is DataMapping clone && clone["disable"] is null ? clone : null, name);
        steps.Read(root["pipeline"] ?? root["steps"], name);
        steps.Read(root["services"], name);
    }
}
