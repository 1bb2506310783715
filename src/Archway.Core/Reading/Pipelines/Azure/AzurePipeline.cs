using System.Text.RegularExpressions;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.Azure;

/// <summary>A pipeline of Azure Pipelines, or a template of one: the images of its container resources, jobs and services, and what it builds.</summary>
/// <remarks><see href="https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/"/></remarks>
internal sealed partial class AzurePipeline : IDataFormat
{
    private static readonly string[] Folders = ["/.azure-pipelines/", "/azure-pipelines/", "/.azuredevops/", "/.pipelines/", "/.vsts-ci/"];
    private static readonly string[] Parts = ["stages", "jobs", "phases", "steps", "resources", "extends", "variables", "container", "pool"];
    private static readonly string[] Steps = ["script", "bash", "pwsh", "powershell", "checkout", "template"];

    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping && root["apiVersion"] is null
        && (IsPlacedSo(source)
            ? Parts.Any(part => root[part] is not null)
            : HasStages(root) || HasJobs(root) || HasSteps(root) || HasContainers(root) || HasVariables(root));

    public void Read(DataNode root, ReadingContext context) => new AzureWalk(root, context).Walk();

    private static bool IsPlacedSo(SourceText source) =>
        source.Name.Contains("azure-pipeline", StringComparison.OrdinalIgnoreCase)
        || Folders.Any(folder => $"/{source.Folder}/".Contains(folder, StringComparison.OrdinalIgnoreCase));

    private static bool HasStages(DataNode root) =>
        (root["extends"] is { } extended && IsTemplate(extended))
        || Entries(root["stages"]).Any(stage => stage["stage"] is DataScalar || IsTemplate(stage));

    private static bool HasJobs(DataNode root) =>
        Entries(root["jobs"] ?? root["phases"])
            .Any(job => job["phase"] is DataScalar || job["job"] is DataScalar || job["deployment"] is DataScalar || IsTemplate(job));

    private static bool HasSteps(DataNode root) =>
        Entries(root["steps"]).Any(step => (step["task"]?.Text is { } task && Task().IsMatch(task))
            || ((root["pool"] ?? root["parameters"]) is not null && Steps.Any(kind => step[kind] is DataScalar)));

    private static bool HasContainers(DataNode root) =>
        root["resources"]?["containers"]?.Items.Any(container => container["container"] is DataScalar) ?? false;

    /// <summary>Whether the file is a template of variables alone.</summary>
    private static bool HasVariables(DataNode root) =>
        root["variables"] is DataSequence && root.Members.All(member => member.Key.Value is "variables" or "parameters")
        && Entries(root["variables"]).Any(variable => variable["value"] is DataScalar || IsTemplate(variable));

    /// <summary>A list's entries, those under a condition such as <c>${{ if … }}:</c> too.</summary>
    private static IEnumerable<DataNode> Entries(DataNode? list) =>
        (list?.Items ?? []).SelectMany(item => item.Members is [{ Key.Value: ['$', '{', '{', ..] } condition, ..] ? Entries(condition.Value) : [item]);

    private static bool IsTemplate(DataNode node) => node["template"]?.Text is { } path && path.Contains(".y", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[\w.-]+@[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Task();
}
