using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>A Terraform or OpenTofu file: the images of its resources and those given to modules.</summary>
/// <param name="data">The JSON files that are read for themselves.</param>
/// <param name="options">Which files of the tree are read.</param>
/// <remarks><see href="https://developer.hashicorp.com/terraform/language/syntax/configuration"/></remarks>
internal sealed class TerraformFile(DataFiles data, ReadingOptions options) : IFileFormat
{
    // Words without which nothing here names an image, or makes nodes that rules speak of.
    private static readonly string[] Marks = ["image", "container_", "jobspec", "yaml_body", "manifest", "helm_release", "cloudbuild_trigger", "eks_node_group",
        "autoscaling_group", "launch_template", "eks_managed_node_group"];

    private ModuleCalls? _calls;
    private IReadOnlyList<TerraformModule> _uses = [];
    private string[] _callers = [];

    public bool Wants(string path) => TerraformModule.IsCode(path);

    public bool Recognises(SourceText source, SourceTree tree) => true;

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        if (!Marks.Any(mark => source.Text.Contains(mark, StringComparison.OrdinalIgnoreCase))) yield break;
        if (source.Text.Length > TerraformModule.LargestText)
        {
            yield return SourceItem.Unparsed.TooLong(source, TerraformModule.LargestText, "Terraform files");
            yield break;
        }

        var uses = UsesOf(source.Folder, tree, cancellationToken);
        var (body, problems) = uses[0].Read(source);
        ReadingContext context = new(source, tree);
        foreach (var found in AddUses(uses, body, context, cancellationToken)) context.AddOneOfSeveral(found);
        yield return new SourceItem.Document(new HclDocument(source, body)
        {
            Occurrences = [.. context.Occurrences.OrderBy(found => (found.At.Line, found.At.Column))],
            Builds = [.. context.Builds.Distinct()],
        });
        foreach (var problem in problems.Concat(context.Problems).Distinct())
            yield return new SourceItem.Unparsed(source.Path, problem.At.Line, problem.Message);
    }

    /// <summary>The module of a folder in each way that it is used. Files of one folder follow each other, and share what it declares.</summary>
    private IReadOnlyList<TerraformModule> UsesOf(string folder, SourceTree tree, CancellationToken cancellationToken)
    {
        _calls ??= ModuleCalls.Of(tree, options, cancellationToken);
        if (_uses is not [var first, ..] || first.Folder != folder) (_uses, _callers) = _calls.UsesOf(folder);
        tree.RestOn(_callers);
        return _uses;
    }

    /// <summary>Notes the images of each use; gives back those of containers that a default turns off in all of them, which somebody may turn on.</summary>
    private IEnumerable<ImageOccurrence> AddUses(
        IReadOnlyList<TerraformModule> uses, HclObject body, ReadingContext context, CancellationToken cancellationToken)
    {
        HashSet<(string?, string?)> named = [];
        foreach (var module in uses)
        {
            ReadingContext one = new(context.Source, context.Tree);
            new TerraformImages(one, module, data).Add(body, cancellationToken);
            foreach (var found in one.Occurrences)
            {
                context.AddOneOfSeveral(found);
                named.Add((found.Workload?[module.Address.Length..], found.Container));
            }
            context.Builds.AddRange(one.Builds);
            context.Problems.AddRange(one.Problems);
        }
        if (uses[0].Address.Length == 0) return [];
        ReadingContext alone = new(context.Source, context.Tree);
        new TerraformImages(alone, _calls!.Alone(context.Source.Folder), data).Add(body, cancellationToken);
        return alone.Occurrences.Where(found => !named.Contains((found.Workload, found.Container)));
    }
}
