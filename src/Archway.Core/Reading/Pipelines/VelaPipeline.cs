using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A Vela pipeline: its steps, alone or in stages, its services, and what fetches its secrets.</summary>
/// <remarks><see href="https://go-vela.github.io/docs/reference/yaml/"/></remarks>
internal sealed class VelaPipeline : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => source.Name is ".vela.yml" or ".vela.yaml" && root is DataMapping;

    public void Read(DataNode root, ReadingContext context)
    {
        ContainerSteps steps = new("Vela", OccurrenceKind.Vela, null, context);
        steps.Read(root["services"], null);
        steps.Read(root["steps"], null);
        foreach (var (stage, content) in root["stages"]?.Members ?? []) steps.Read(content["steps"], stage.Value);
        foreach (var secret in root["secrets"]?.Items ?? [])
            if (secret["origin"] is DataMapping origin) steps.ReadStep(origin, origin["name"]?.Text, null);
    }
}
