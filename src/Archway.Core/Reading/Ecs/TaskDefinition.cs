using Archway.Reading.Data;

namespace Archway.Reading.Ecs;

/// <summary>An Amazon ECS task definition: what <c>aws ecs register-task-definition</c> takes, and what <c>describe-task-definition</c> gives.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"/></remarks>
internal sealed class TaskDefinition : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => Definition(root) is not null || IsContainerList(root);

    public void Read(DataNode root, ReadingContext context)
    {
        var definition = Definition(root);
        var family = definition is null ? null : (definition["family"] ?? definition["Family"])?.Text;
        foreach (var container in definition is null ? root.Items : Containers(definition)!.Items)
            if ((container["image"] ?? container["Image"]) is DataScalar { IsNull: false } image)
                context.Add(image, OccurrenceKind.EcsContainer, family, (container["name"] ?? container["Name"])?.Text);
    }

    private static DataNode? Definition(DataNode root)
    {
        if (Containers(root) is not null) return root;
        var described = root["taskDefinition"] ?? root["TaskDefinition"];
        return described is not null && Containers(described) is not null ? described : null;
    }

    private static DataSequence? Containers(DataNode node) => (node["containerDefinitions"] ?? node["ContainerDefinitions"]) as DataSequence;

    /// <summary>Terraform and scripts keep the container list in a file of its own; ECS members beside <c>image</c> tell it.</summary>
    private static bool IsContainerList(DataNode root) => root.Items is [DataMapping, ..] && root.Items.All(item =>
        item["image"] is DataScalar && item["name"] is DataScalar
        && (item["essential"] ?? item["portMappings"] ?? item["logConfiguration"] ?? item["memoryReservation"]) is not null);
}
