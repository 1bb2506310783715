using Archway.Reading.Data;
using Archway.Reading.Dockerfiles;
using Archway.Reading.Hcl;

namespace Archway.Reading.Builds;

/// <summary>A buildx bake file, in HCL or JSON: the images that its targets build, and those that they build on by its own words.</summary>
/// <remarks><see href="https://docs.docker.com/build/bake/reference/"/></remarks>
internal sealed class BakeFile(ReadingOptions options) : IFileFormat
{
    private const int LargestText = 1024 * 1024;
    private const int MostInlineDockerfiles = 100;
    private const string ImageContext = "docker-image://";

    public bool Wants(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Contains("bake", StringComparison.OrdinalIgnoreCase) && (IsJson(name) || name.EndsWith(".hcl", StringComparison.OrdinalIgnoreCase));
    }

    public bool Recognises(SourceText source, SourceTree tree) => !IsJson(source.Name) || source.Text.Contains("\"target\"", StringComparison.Ordinal);

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        if (source.Text.Length > LargestText)
        {
            yield return SourceItem.Unparsed.TooLong(source, LargestText, "bake files");
            yield break;
        }

        List<DataProblem> problems = [];
        var body = IsJson(source.Name) ? HclJson.Read(source, problems) : HclReader.Read(source, problems);
        BakeVariables scope = new(source, body);
        BakeTargets targets = new(body, node => new(source, node, scope));
        ReadingContext context = new(source, tree);
        var inlined = 0;
        foreach (var (labels, target) in HclBlocks.Of(body, "target", 1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var one in BakeMatrix.Of(new(source, target, scope))) AddContexts(one, labels[0], context);
            var whole = targets.WithInherited(target);
            var inline = whole["dockerfile-inline"] as HclTemplate;
            ImageBuild[] builds = [.. BakeMatrix.Of(new(source, whole, scope)).SelectMany(one => Builds(one, inline is null, context)).Distinct()];
            if (targets.IsTemplate(labels[0])) builds = [.. builds.Where(build => build.Name is not null)];
            if (inline is not null && builds.Length > 0 && inlined++ < MostInlineDockerfiles) AddInline(inline, builds, context, cancellationToken);
            context.Builds.AddRange(builds);
        }

        yield return new SourceItem.Document(new HclDocument(source, body)
        {
            Occurrences = [.. context.Occurrences.OrderBy(found => (found.At.Line, found.At.Column))],
            Builds = [.. context.Builds],
        });
        foreach (var problem in problems) yield return new SourceItem.Unparsed(source.Path, problem.At.Line, problem.Message);
    }

    private static bool IsJson(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The images among the other contexts of a target: <c>contexts = { base = "docker-image://alpine:3.20" }</c>.</summary>
    private static void AddContexts(HclValue target, string name, ReadingContext context)
    {
        if (target["contexts"] is not { } written || HclEvaluation.Follow(written).Value is not { } contexts) return;
        foreach (var (key, _, node) in contexts.Node.Members)
        {
            // Whether it is an image may stand in the variable that it is given by.
            if (HclEvaluation.Follow(contexts.Of(node)).Value is { Node: HclTemplate text } value && text.Behind(ImageContext) is { } image)
                context.Add(value.Of(image), OccurrenceKind.BakeContext, name, key);
        }
    }

    /// <summary>Reads a Dockerfile within the file: a text of its own that is empty up to it, so that every place stays what it is.</summary>
    private void AddInline(HclTemplate inline, ImageBuild[] builds, ReadingContext context, CancellationToken cancellationToken)
    {
        var text = context.Source.Text;
        var before = string.Create(inline.Start, text, (blank, all) =>
        {
            for (var at = 0; at < blank.Length; at++) blank[at] = all[at] == '\n' ? '\n' : ' ';
        });
        SourceText dockerfile = new(context.Source.Path, string.Concat(before, text.AsSpan(inline.Start, inline.Length)));
        BuildInputs[] inputs = [.. builds.Select(build => build.Inputs).Distinct()];
        foreach (var found in DockerfileFormat.Parse(dockerfile, options, inputs, cancellationToken).Occurrences) context.AddOneOfSeveral(found);
    }

    private static string? Dockerfile(HclValue target, ReadingContext context)
    {
        var folder = Text(target["context"]) ?? ".";
        return BuildFiles.Find(context.Tree, [context.Source.Folder, ""], folder, $"{folder}/{Text(target["dockerfile"]) ?? "Dockerfile"}");
    }

    private static string? Text(HclValue? value) => value is null ? null : HclEvaluation.Text(value).Value;

    /// <summary>The builds of a target under each of its tags, or under no name.</summary>
    private static IEnumerable<ImageBuild> Builds(HclValue target, bool hasFile, ReadingContext context)
    {
        var dockerfile = hasFile ? Dockerfile(target, context) : null;
        ImageBuild unnamed = new(target.Source.Span(target.Node.Start, 0), null, dockerfile) { Inputs = BakeInputs.Of(target) };
        return Tags(target).SelectMany(tag => Builds(tag, unnamed)).DefaultIfEmpty(unnamed);
    }

    /// <summary>The builds of a tag: as written, since somebody may set its variables; and as it is when nobody does.</summary>
    private static IEnumerable<ImageBuild> Builds(HclValue tag, ImageBuild unnamed)
    {
        if (tag.Node is not HclTemplate { Length: > 0 } template) yield break;
        var registry = template.Parts is [not HclText and var head, ..] ? Registry(tag.Of(head)) : null;
        yield return unnamed with { At = tag.At, Name = tag.Written, UsualRegistry = registry };
        if (HclEvaluation.Text(tag).Value is { } usual && usual != tag.Written) yield return unnamed with { At = tag.At, Name = usual };
    }

    private static IEnumerable<HclValue> Tags(HclValue target) =>
        target["tags"] is { } written && HclEvaluation.Follow(written).Value is { Node: HclTuple tags } list
            ? tags.Items.SelectMany(tag => HclEvaluation.Branches(list.Of(tag)))
            : [];

    /// <summary>The registry that a variable at the head of a name holds by default.</summary>
    private static string? Registry(HclValue head) =>
        Text(head)?.Split('/')[0] is { } host && host.AsSpan().ContainsAny('.', ':') ? host : null;
}
