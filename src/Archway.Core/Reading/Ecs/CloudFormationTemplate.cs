using Archway.Reading.Data;

namespace Archway.Reading.Ecs;

/// <summary>A CloudFormation template's ECS task definitions, its parameters' defaults filled in.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html"/></remarks>
internal sealed class CloudFormationTemplate : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        root["Resources"] is DataMapping resources
        && resources.Entries.Any(resource => resource.Value["Type"]?.Text?.StartsWith("AWS::", StringComparison.Ordinal) ?? false);

    public void Read(DataNode root, ReadingContext context)
    {
        CloudFormationValues values = new(root);
        foreach (var resource in root["Resources"]!.Members)
        {
            if (resource.Value["Type"]?.Text != "AWS::ECS::TaskDefinition" || resource.Value["Properties"] is not { } properties) continue;
            var workload = values.Resolve(properties["Family"]).Value ?? resource.Key.Value;
            foreach (var container in (properties["ContainerDefinitions"]?.Items ?? []).SelectMany(CloudFormationValues.Branches))
                foreach (var image in container["Image"] is { } written ? CloudFormationValues.Branches(written) : [])
                    if (CloudFormationValues.TextOf(image) is { } scalar)
                        context.Add(scalar, values.Resolve(image), OccurrenceKind.EcsContainer, workload, values.Resolve(container["Name"]).Value);
        }
    }
}
