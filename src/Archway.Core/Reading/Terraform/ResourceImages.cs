using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>A walk through a resource to the attributes that name images.</summary>
/// <param name="context">Where to put what is found.</param>
/// <param name="objects">What leads from expressions to objects.</param>
/// <param name="attributes">What to look for.</param>
/// <param name="workload">The resource's address.</param>
internal sealed class ResourceImages(ReadingContext context, TerraformObjects objects, ImageAttribute[] attributes, string workload)
{
    private const int Deepest = 40;
    private const int MostSteps = 20_000;
    private const string CodeBuildOwn = "aws/codebuild/";

    // Attributes whose text is a whole document with containers in it.
    private static readonly string[] Documents = ["manifest", "node_properties", "ecs_properties", "eks_properties"];

    private int _steps;

    internal void Walk(HclValue body) => Walk(body, null, Deepest);

    private void Walk(HclValue body, string? holder, int depth)
    {
        if (depth == 0 || ++_steps > MostSteps) return;
        foreach (var (name, labels, node) in body.Node.Members)
        {
            // What a dynamic block makes, as often as it makes it.
            if (name == "dynamic" && labels is [var made]) WalkDynamic(body.Of(node), made, depth);
            else if (Array.Find(attributes, known => Holds(known, holder) && known.Name == name) is { } found) Add(body, node, found);
            else if (node is HclObject) Walk(body.Of(node), name, depth - 1);
            else if (Array.Find(attributes, known => Holds(known, name)) is { } holding) WalkExpression(body.Of(node), name, holding.Kind, depth);
            else if (node is HclTuple list) foreach (var item in list.Items) Walk(body.Of(item), name, depth - 1);
            else if (Documents.Contains(name)) WalkExpression(body.Of(node), name, null, depth);
        }
    }

    private void WalkDynamic(HclValue block, string made, int depth)
    {
        if (block["content"] is not { } content) return;
        var iterator = block["iterator"]?.Node is HclName name ? name.Text : made;
        foreach (var one in ItemScope.Each(content, block["for_each"], iterator)) Walk(one, made, depth - 1);
    }

    private static bool Holds(ImageAttribute attribute, string? holder) =>
        holder is null ? attribute.Holders.Length == 0 : attribute.Holders.Contains(holder);

    /// <summary>Walks what an expression comes to; where that cannot be told, the images in it cannot either.</summary>
    private void WalkExpression(HclValue value, string name, OccurrenceKind? kind, int depth)
    {
        foreach (var (found, problem) in objects.Of(value))
        {
            if (problem is null) Walk(found, name, depth - 1);
            else if (kind is { } known)
                context.AddOneOfSeveral(ImageOccurrence.Unresolved(found.At, found.Written, problem, known) with { Workload = workload });
        }
    }

    private void Add(HclValue holder, HclNode node, ImageAttribute attribute)
    {
        var container = attribute.Holders.Length > 0 && holder["name"] is { } name && attribute.Name != "name" ? HclEvaluation.Text(name).Value : null;
        if (Placed(holder.Of(node)) is not { } image) return;
        if (image.Node is HclTemplate { Parts: [HclText { Value: var text }] } && text.StartsWith(CodeBuildOwn, StringComparison.Ordinal))
            context.AddOneOfSeveral(ImageOccurrence.Unresolved(image.At, text, "CodeBuild keeps this image itself; no registry has it", attribute.Kind) with
            {
                Workload = workload,
            });
        else
            context.Add(image, attribute.Kind, workload, container);
    }

    /// <summary>
    /// Where an image is named. In a template's file that is the value given for its variable, and in what is made for each item of a collection, the item's;
    /// what else stands in a JSON file is found where that is read, if it is.
    /// </summary>
    private HclValue? Placed(HclValue image)
    {
        if (image is { Scope: TemplateVariables, Node: HclTemplate { Parts: [HclName variable] } }
            && image.Scope.Find(variable.Text, [], image.Source).Value is { } given)
            return given;
        if (image is { Scope: ItemScope, Node: HclPath } && HclEvaluation.Follow(image).Value is { Node: HclTemplate } item) return item;
        return objects.Files.IsReadByItself(image.Source) ? null : image;
    }
}
