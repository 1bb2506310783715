using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A Woodpecker workflow: its steps, plugins among them, its services and the steps that clone.</summary>
/// <remarks><see href="https://woodpecker-ci.org/docs/usage/workflow-syntax"/></remarks>
internal sealed class WoodpeckerWorkflow : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping
        && (source.Name is ".woodpecker.yml" or ".woodpecker.yaml" || $"/{source.Folder}/".Contains("/.woodpecker/", StringComparison.Ordinal));

    public void Read(DataNode root, ReadingContext context)
    {
        // There an image is a shell of the machine.
        if (root["labels"]?["backend"]?.Text is "local") return;
        ContainerSteps steps = new("Woodpecker", OccurrenceKind.Woodpecker, root["matrix"], context);
        foreach (var part in (string[])["clone", "steps", "pipeline", "services"]) steps.Read(root[part], null);
    }
}
