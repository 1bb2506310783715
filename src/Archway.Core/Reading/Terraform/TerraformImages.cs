using Archway.Reading.Builds;
using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>The images that a Terraform file names.</summary>
internal sealed class TerraformImages
{
    // Blocks that are read for each item of a collection; each time costs as much as the block is long.
    private const int MostInstances = 10_000;

    private readonly ReadingContext _context;
    private readonly TerraformModule _module;
    private readonly TerraformObjects _objects;
    private int _instances;

    internal TerraformImages(ReadingContext context, TerraformModule module, DataFiles data) =>
        (_context, _module, _objects) = (context, module, new(new(context.Tree, data)));

    internal void Add(HclObject body, CancellationToken cancellationToken)
    {
        foreach (var (labels, block) in HclBlocks.Of(body, "resource", 2))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var one in Each(block)) AddResource(labels[0], labels[1], one);
        }
        foreach (var (labels, block) in HclBlocks.Of(body, "data", 2))
            if (labels[0] is "docker_registry_image" or "docker_image" && block["name"] is { } name)
                _context.Add(Value(name), OccurrenceKind.TerraformImage, $"{_module.Address}data.{labels[0]}.{labels[1]}");
        foreach (var (labels, block) in HclBlocks.Of(body, "module", 1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var one in Each(block)) new ModuleCallImages(_context, _objects, $"{_module.Address}module.{labels[0]}").Walk(one);
        }
    }

    private List<HclValue> Each(HclObject block)
    {
        if (_instances > MostInstances) return [Value(block)];
        List<HclValue> each = [.. ItemScope.Each(Value(block), Value(block)["for_each"])];
        _instances += each.Count;
        return each;
    }

    private HclValue Value(HclNode node) => new(_context.Source, node, _module);

    private void AddResource(string type, string name, HclValue body)
    {
        var address = $"{_module.Address}{type}.{name}";
        if (ImageAttribute.Of(type) is { Length: > 0 } attributes) new ResourceImages(_context, _objects, attributes, address).Walk(body);
        // What is pushed from here is built here; what is built has a block that says how.
        if (body["name"] is { } image && (type == "docker_registry_image" || (type == "docker_image" && body["build"] is not null)))
            AddBuild(image, body["build"]);
        EmbeddedTexts texts = new(_context, address);
        if (type == "nomad_job") texts.AddJob(body["jobspec"]);
        else if (type.EndsWith("kubectl_manifest", StringComparison.Ordinal)) texts.AddResources(body["yaml_body"]);
        else if (type == "kubernetes_manifest") texts.AddResources(body["manifest"]);
        else if (type == "helm_release") new HelmReleaseImages(_context, texts, address).Add(body);
    }

    private void AddBuild(HclValue image, HclValue? build)
    {
        var folder = Text(build?["context"]) ?? Text(build?["path"]);
        var dockerfile = folder is null ? null
            : BuildFiles.Find(_context.Tree, [_context.Source.Folder], folder, Text(build?["dockerfile"]) is { } file ? $"{folder}/{file}" : null);
        _context.Builds.Add(new(image.At, HclEvaluation.Text(image).Value ?? image.Written, dockerfile) { Inputs = Inputs(build) });
    }

    private static BuildInputs Inputs(HclValue? build)
    {
        var arguments = (build?["build_args"] ?? build?["build_arg"]) is { } written ? HclEvaluation.Follow(written).Value : null;
        return (arguments?.Node.Members ?? []).Aggregate(
            BuildInputs.None, (inputs, argument) => inputs.With(argument.Name, HclEvaluation.Text(arguments!.Of(argument.Value)), arguments.Source));
    }

    private static string? Text(HclValue? value) => value is null ? null : HclEvaluation.Text(value).Value;
}
