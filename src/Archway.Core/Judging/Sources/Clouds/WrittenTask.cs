using System.Text.RegularExpressions;
using Archway.Reading.Data;
using Archway.Reading.Ecs;

namespace Archway.Judging.Sources.Clouds;

/// <summary>A task of Amazon ECS: a file of its own, or a resource of a CloudFormation template.</summary>
/// <param name="Members">Its members.</param>
/// <param name="IsTemplate">Whether it is a template's, in which names begin with a capital.</param>
internal sealed partial record WrittenTask(DataMapping Members, bool IsTemplate)
{
    internal static IEnumerable<WrittenTask> Of(DataDocument document) => document.Format switch
    {
        TaskDefinition => ((DataNode?[])[document.Root, document.Root["taskDefinition"], document.Root["TaskDefinition"]])
            .Where(node => node?["containerDefinitions"] is DataSequence || node?["ContainerDefinitions"] is DataSequence).Take(1)
            .Select(node => new WrittenTask((DataMapping)node!, node!["ContainerDefinitions"] is not null)),
        CloudFormationTemplate => CloudResource.Of(document, "AWS::ECS::TaskDefinition").Select(resource => new WrittenTask(resource.Properties, true)),
        _ => [],
    };

    /// <summary>A member by its name in a file of its own.</summary>
    internal DataMember? Find(string name) => Members.Find(Spelled(name));

    /// <summary>A member's name as it is written here.</summary>
    internal string Spelled(string name) => IsTemplate ? char.ToUpperInvariant(name[0]) + name[1..] : name;

    /// <summary>What it asks of the architecture of instances that take it, in the cluster query language; null where nothing.</summary>
    internal DataScalar? OfArchitecture() => (Find("placementConstraints")?.Value.Items ?? [])
        .Select(constraint => CloudResource.Written(constraint[Spelled("expression")]))
        .FirstOrDefault(expression => expression?.Value.Contains("ecs.cpu-architecture", StringComparison.Ordinal) == true);

    /// <summary>Whether an expression asks for x86_64 and nothing more.</summary>
    internal static bool IsToX86(string expression) => ToX86().IsMatch(expression);

    [GeneratedRegex(@"\A\s*attribute:ecs\.cpu-architecture\s*(==|equals)\s*x86_64\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ToX86();

    /// <summary>Whether it asks for machines that AWS chooses, or a function may make it do so.</summary>
    internal bool IsFargate => Find("requiresCompatibilities")?.Value.Items.SelectMany(CloudFormationValues.Branches)
        .Any(item => item.Text == "FARGATE") == true;
}
