using System.Collections.Immutable;
using Archway.Reading.Data;
using Archway.Reading.Tree;

namespace Archway.Reading.Kubernetes;

/// <summary>The resources of Tekton and Argo in a target, and the places where they use each other.</summary>
/// <remarks>
/// <see href="https://tekton.dev/docs/pipelines/pipelineruns/"/>
/// <see href="https://argo-workflows.readthedocs.io/en/stable/workflow-templates/"/>
/// </remarks>
internal sealed class ResourceIndex
{
    internal const string Template = "template";
    private const string Argo = "argoproj.io";
    private const string Tekton = "tekton.dev";
    private const string WorkflowTemplate = "WorkflowTemplate";
    private const int MostFiles = 5000;
    private const int MostUses = 50_000;
    private const int LargestFile = 1024 * 1024;

    // What names a resource of Tekton, and of which kind.
    private static readonly (string Member, string Kind)[] References = [("taskRef", "Task"), ("pipelineRef", "Pipeline"), ("ref", "StepAction")];

    private readonly string _file;
    private readonly List<ResourceDefinition> _definitions;
    private readonly List<ResourceUse> _uses;

    private ResourceIndex(string file, List<ResourceDefinition> definitions, List<ResourceUse> uses) =>
        (_file, _definitions, _uses) = (file, definitions, uses);

    internal IReadOnlyList<ResourceDefinition> Definitions => _definitions;

    internal IReadOnlyList<ResourceUse> Uses => _uses;

    internal static ResourceIndex Of(SourceTree tree)
    {
        // One of its own: a resource rests only on those that use it.
        SourceTree own = new(tree.OnlyFile is { } file ? Path.Join(tree.Root, file) : tree.Root);
        ResourceIndex index = new("", [], []);
        var texts = (own.OnlyFile is { } only ? [only] : YamlFiles.Below(own, "")).Select(path => own.ReadText(path, LargestFile).Value).OfType<SourceText>();
        foreach (var text in texts.Where(IsOfGroup).Take(MostFiles))
            foreach (var root in YamlReader.ReadDocuments(text, []))
                new ResourceIndex(text.Path, index._definitions, index._uses).Walk(root, null, []);
        return index;
    }

    private static bool IsOfGroup(SourceText text) =>
        text.Text.Contains(Tekton + "/", StringComparison.Ordinal) || text.Text.Contains(Argo + "/", StringComparison.Ordinal);

    private void Walk(DataNode node, ResourceDefinition? within, ImmutableArray<DataNode> way)
    {
        foreach (var item in node.Items) Walk(item, within, way);
        if (node is not DataMapping) return;
        if (Resource.Is(node))
            (within, way) = (Define(node, Resource.GroupOf(node), KindOf(node["kind"]?.Text), node["metadata"]?["name"]?.Text, null, []), []);
        if (within is not null && _uses.Count < MostUses) AddUses(node, within, way);
        way = way.Add(node);
        foreach (var (key, value) in node.Members)
        {
            if (key.Value != "templates" || within is not { Group: Argo, Owner: null }) Walk(value, within, way);
            else foreach (var template in value.Items) Walk(template, Define(template, Argo, Template, template["name"]?.Text, within, way), []);
        }
    }

    private ResourceDefinition Define(DataNode node, string group, string kind, string? name, ResourceDefinition? owner, ImmutableArray<DataNode> way)
    {
        ResourceDefinition definition = new(new(_file, node.Start), group, kind, name, owner, way);
        _definitions.Add(definition);
        return definition;
    }

    private void AddUses(DataNode node, ResourceDefinition within, ImmutableArray<DataNode> way)
    {
        if (within.Group == Tekton)
        {
            foreach (var (member, kind) in References)
                if (node[member] is DataMapping { } used && used["name"]?.Text is { } name && KindOf(used["kind"]?.Text ?? kind) == kind)
                    _uses.Add(new(within, way, kind, name, null, node["params"]));
        }
        else if (within.Group == Argo)
        {
            var arguments = node["arguments"]?["parameters"];
            if (node["templateRef"] is DataMapping other && other["name"]?.Text is { } owner && other["template"]?.Text is { } theirs)
                _uses.Add(new(within, way, WorkflowTemplate, owner, theirs, arguments, node["withItems"]));
            else if (node["template"]?.Text is { } template) _uses.Add(new(within, way, Template, null, template, arguments, node["withItems"]));
            if (node["workflowTemplateRef"]?["name"]?.Text is { } workflow) _uses.Add(new(within, way, WorkflowTemplate, workflow, null, arguments));
            foreach (var entry in (string[])["entrypoint", "onExit"])
                if (node[entry]?.Text is { } entered) _uses.Add(new(within, way.Add(node), Template, null, entered, arguments) { IsEntry = true });
        }
    }

    private static string KindOf(string? kind) => kind is "ClusterTask" or "ClusterWorkflowTemplate" ? kind["Cluster".Length..] : kind ?? "";
}
