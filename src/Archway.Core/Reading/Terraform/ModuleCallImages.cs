using Archway.Reading.Hcl;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Terraform;

/// <summary>The images among the arguments of a module's call. What a module does with them is its own; their names and texts have to tell.</summary>
/// <param name="context">Where to put what is found.</param>
/// <param name="objects">What leads from expressions to objects.</param>
/// <param name="workload">The call's address.</param>
internal sealed class ModuleCallImages(ReadingContext context, TerraformObjects objects, string workload)
{
    private const int Deepest = 40;
    private const string Containers = "container_definitions";

    // Names that say by themselves what kind of image is meant.
    private static readonly string[] OfContainers = ["container_image", "docker_image", "image_uri", "image_identifier"];

    internal void Walk(HclValue call)
    {
        // A module within the tree says itself what it does with an argument whose value is not known here.
        var isElsewhere = call["source"] is { } source && HclEvaluation.Text(source).Value is { } path && !path.StartsWith('.');
        Walk(call, isElsewhere, isContainer: false, Deepest);
    }

    private void Walk(HclValue body, bool isElsewhere, bool isContainer, int depth)
    {
        if (depth == 0) return;
        foreach (var (name, _, node) in body.Node.Members)
        {
            var value = body.Of(node);
            if (name == Containers) WalkContainers(value, depth);
            else if (isContainer && name == "image") Add(body, value, OccurrenceKind.EcsContainer);
            else if (node is HclObject) Walk(value, isElsewhere, isContainer, depth - 1);
            else if (node is HclTuple list) foreach (var item in list.Items) Walk(value.Of(item), isElsewhere, isContainer, depth - 1);
            else if (IsImage(name, value, isElsewhere)) Add(body, value, OccurrenceKind.TerraformImage);
        }
    }

    /// <summary>Walks a task definition's containers, which some modules take as a list and some by name.</summary>
    private void WalkContainers(HclValue value, int depth)
    {
        foreach (var (found, problem) in objects.Of(value))
            if (problem is null) Walk(found, isElsewhere: true, isContainer: true, depth - 1);
    }

    private static bool IsImage(string name, HclValue value, bool isElsewhere)
    {
        var isNamed = OfContainers.Contains(name);
        return HclEvaluation.Text(value).Value is { } text
            ? isNamed ? text.Length > 0 && !ImageText.IsPathOrAddress(text) : ImageText.OfNamed(name, text.Trim()) is not null
            : isNamed && isElsewhere;
    }

    private void Add(HclValue body, HclValue image, OccurrenceKind kind)
    {
        if (objects.Files.IsReadByItself(image.Source)) return;
        if (image is { Scope: ItemScope, Node: HclPath } && HclEvaluation.Follow(image).Value is { Node: HclTemplate } item) image = item;
        context.Add(image, kind, workload, body["name"] is { } name ? HclEvaluation.Text(name).Value : null);
    }
}
