using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>A Terraform or OpenTofu file: the images of its resources and those given to modules.</summary>
/// <param name="data">The JSON files that are read for themselves.</param>
/// <remarks><see href="https://developer.hashicorp.com/terraform/language/syntax/configuration"/></remarks>
internal sealed class TerraformFile(DataFiles data) : IFileFormat
{
    // Words without which nothing here names an image.
    private static readonly string[] Marks = ["image", "container_", "jobspec", "yaml_body", "manifest", "helm_release", "cloudbuild_trigger"];

    private TerraformModule? _module;

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

        // Files of one folder follow each other, and share what it declares.
        var module = _module?.Folder == source.Folder ? _module : _module = new(tree, source.Folder);
        var (body, problems) = module.Read(source);
        ReadingContext context = new(source, tree);
        new TerraformImages(context, module, data).Add(body, cancellationToken);
        yield return new SourceItem.Document(new HclDocument(source, body)
        {
            Occurrences = [.. context.Occurrences.OrderBy(found => (found.At.Line, found.At.Column))],
            Builds = [.. context.Builds],
        });
        foreach (var problem in problems.Concat(context.Problems)) yield return new SourceItem.Unparsed(source.Path, problem.At.Line, problem.Message);
    }
}
