using Archway.Oci;
using Archway.Reading.Data;
using Archway.Reading.Helm;
using Archway.Reading.Kustomize;

namespace Archway.Reading.Kubernetes;

/// <summary>A walk through a resource to every place that names an image, however deep its pod template lies.</summary>
/// <param name="context">Where to put what is found.</param>
/// <param name="patchKind">The kind that every occurrence has when the resource is a patch; null when it stands for itself.</param>
internal sealed class ResourceWalk(ReadingContext context, OccurrenceKind? patchKind = null)
{
    private static readonly string[] Parameters = ["$(params", "$(inputs.params", "inputs.parameters.", "workflow.parameters."];

    // What others give counts where a parameter is used at all, and where the resource stands for itself.
    private readonly Lazy<bool> _hasParameters = new(() =>
        patchKind is null && Parameters.Any(mark => context.Source.Text.Contains(mark, StringComparison.Ordinal)));

    private ResourceScope _scope = ResourceScope.Outside;

    internal void Walk(DataNode node)
    {
        if (Resource.Is(node)) WalkResource(node);
        else if (node is DataMapping) WalkMembers(node, isResource: false);
        else foreach (var item in node.Items) Walk(item);
    }

    private void WalkIfResource(DataNode node)
    {
        if (Resource.Is(node)) WalkResource(node);
    }

    /// <summary>Walks what a JSON patch puts at a path: a container where the path leads into a list of them.</summary>
    internal void WalkValue(string path, DataNode? value)
    {
        if (value is null) return;
        var parts = path.Split('/');
        var name = parts[^1];
        if (parts.Length > 1 && (name == "-" || name.All(char.IsAsciiDigit)) && ContainerPlaces.IsList(_scope.Group, parts[^2])) WalkContainer(value);
        else WalkMember(value, name, value);
    }

    private void WalkResource(DataNode resource)
    {
        if (Resource.IsDefinition(resource)) return;
        var outer = _scope;
        _scope = outer.OfResource(resource);
        WalkMembers(resource, isResource: true);
        _scope = outer;
    }

    private void WalkMembers(DataNode mapping, bool isResource)
    {
        var outer = _scope;
        var used = ContainerPlaces.TakesResources(outer.Group) && _hasParameters.Value ? outer.OfUses(ResourceUses.Of(mapping, context)) : outer;
        _scope = used.OfMapping(mapping);
        foreach (var (key, value) in mapping.Members)
        {
            // What a controller reports is not what somebody wrote.
            if (isResource && key.Value == "status") continue;
            WalkMember(mapping, key.Value, value);
        }
        _scope = outer;
    }

    private void WalkMember(DataNode parent, string key, DataNode value)
    {
        switch (key, value)
        {
            case (_, DataSequence) when ContainerPlaces.IsList(_scope.Group, key):
                foreach (var container in value.Items) WalkContainer(container);
                break;
            case (_, DataMapping) when ContainerPlaces.IsOne(_scope.Group, key):
                WalkContainer(value);
                break;
            case ("image", DataScalar) when _scope.IsOfMachines:
                break;
            case ("image", DataScalar image):
                AddField(parent, image);
                break;
            case ("image", DataMapping):
                WalkImage(value);
                break;
            case ("annotations", DataMapping):
                foreach (var (name, text) in value.Members) AddHint(text, OccurrenceKind.KubernetesAnnotation, ImageText.OfAnnotation(name.Value, text.Text));
                break;
            case ("labels" or "matchLabels", DataMapping):
                break;
            case ("args" or "command", DataSequence):
                AddArguments(value);
                break;
            case ("env", DataSequence):
                foreach (var variable in value.Items) AddVariable(variable["name"]?.Text, variable["value"]);
                break;
            case ("data", DataMapping):
                foreach (var (name, text) in value.Members) AddData(name.Value, text);
                break;
            case ("from", DataMapping) when value["kind"]?.Text == "DockerImage" && value["name"] is DataScalar name:
                Add(name, OccurrenceKind.KubernetesField);
                break;
            case ("values" or "valuesObject" or "parameters" or "kustomize", _) when _scope.IsRelease:
                WalkRelease(key, value);
                break;
            case (_, DataScalar text) when ContainerPlaces.IsText(_scope.Group, key):
                context.ReadWithin(text, Walk);
                break;
            case ("value", DataScalar text) when ContainerPlaces.TakesResources(_scope.Group):
                context.ReadWithin(text, WalkIfResource);
                break;
            case (_, DataScalar text):
                if (key.EndsWith("Image", StringComparison.Ordinal)) AddNamedField(parent, key, text);
                break;
            default:
                Walk(value);
                break;
        }
    }

    private void WalkContainer(DataNode container)
    {
        var outer = _scope;
        _scope = outer.OfContainer(container);
        foreach (var (key, value) in container.Members)
        {
            if (key.Value == "image" && value is DataScalar { IsNull: false, Value.Length: > 0 } image) Add(image, OccurrenceKind.KubernetesContainer);
            else if (key.Value != "image") WalkMember(container, key.Value, value);
        }
        _scope = outer;
    }

    /// <summary>What a release gives to the chart or the kustomization that it installs.</summary>
    private void WalkRelease(string key, DataNode value)
    {
        ValuesWalk values = new(context, chart: null, _scope.Workload);
        switch (key, value)
        {
            case ("kustomize", DataMapping):
                KustomizeFormat.ReadMembers(value, context);
                break;
            case ("values", DataScalar text):
                context.ReadWithin(text, values.Walk);
                break;
            case ("parameters", DataSequence):
                values.Walk(SetValues.Together(SetValues.In(value)));
                break;
            case ("values" or "valuesObject", DataMapping):
                values.Walk(value);
                break;
            default:
                Walk(value);
                break;
        }
    }

    /// <summary>A custom resource's <c>image</c>; one that is a bare word may as well be the name of something else.</summary>
    private void AddField(DataNode parent, DataScalar image)
    {
        var text = image.Value.Trim();
        var resolved = ImageFamily.WithTagBeside(parent, "image", text, _scope.TagBeside);
        var isWord = !text.AsSpan().ContainsAny('/', ':');
        var isImage = isWord
            ? resolved.Value != text || (text.Length > 0 && ContainerPlaces.TakeBareWords(_scope.Group))
            : !ImageText.IsPathOrAddress(text) || Placeholder.Find(text) is not null;
        if (isImage) AddEach(image, _scope.Fill(resolved), OccurrenceKind.KubernetesField);
    }

    private void AddNamedField(DataNode parent, string key, DataScalar image)
    {
        // Beside an image the operators of Prometheus do not look at the base.
        if (key == "baseImage" && parent["image"] is DataScalar { IsNull: false }) return;
        var resolved = ImageFamily.WithTagBeside(parent, key, image.Value.Trim());
        if (ImageText.IsPlainlyReference(resolved.Value ?? image.Value)) Add(image, resolved, OccurrenceKind.KubernetesField);
    }

    /// <summary>A volume's <c>image: {reference: …}</c>, or a custom resource's <c>image: {repository: …, tag: …}</c>.</summary>
    private void WalkImage(DataNode image)
    {
        if (image["reference"] is DataScalar reference) Add(reference, OccurrenceKind.KubernetesField);
        else if (ImageFamily.Of(image) is not { HasVersion: true } family) Walk(image);
        else AddEach(family.Repository, _scope.Fill(family.Resolve(null, null)), OccurrenceKind.KubernetesField);
    }

    private void AddArguments(DataNode arguments)
    {
        string? flag = null;
        foreach (var argument in arguments.Items)
        {
            if (argument is not DataScalar { Value: var text }) continue;
            AddHint(argument, OccurrenceKind.KubernetesArgumentOrEnvironment, flag is null ? ImageText.OfFlag(text) : ImageText.OfNamed(flag, text));
            flag = text.StartsWith('-') && !text.Contains('=', StringComparison.Ordinal) ? text : null;
        }
    }

    private void AddVariable(string? name, DataNode? value)
    {
        if (name is not null) AddHint(value, OccurrenceKind.KubernetesArgumentOrEnvironment, ImageText.OfNamed(name, value?.Text));
    }

    /// <summary>A ConfigMap's entry, which reaches containers as a variable; a text that holds a file is left alone.</summary>
    private void AddData(string name, DataNode value)
    {
        if (value is not DataScalar) Walk(value);
        else if (name == "image") WalkMember(value, name, value);
        else AddVariable(name, value);
    }

    private void AddHint(DataNode? node, OccurrenceKind kind, string? reference)
    {
        if (node is DataScalar scalar && reference is not null) Add(scalar, context.At(scalar, reference), reference, Parsed.Value(reference), kind);
    }

    private void Add(DataScalar scalar, OccurrenceKind kind) => AddEach(scalar, _scope.Fill(Parsed.Value(scalar.Value.Trim())), kind);

    private void AddEach(DataScalar scalar, IEnumerable<Parsed<string>> resolved, OccurrenceKind kind)
    {
        Parsed<string>[] texts = [.. resolved];
        if (texts is [var one]) Add(scalar, one, kind);
        else foreach (var text in texts) context.AddOneOfSeveral(Occurrence(scalar, context.At(scalar), scalar.Value, text, kind));
    }

    private void Add(DataScalar scalar, Parsed<string> resolved, OccurrenceKind kind) => Add(scalar, context.At(scalar), scalar.Value, resolved, kind);

    private void Add(DataScalar scalar, SourceSpan at, string written, Parsed<string> resolved, OccurrenceKind kind) =>
        context.Add(Occurrence(scalar, at, written, resolved, kind));

    private ImageOccurrence Occurrence(DataScalar scalar, SourceSpan at, string written, Parsed<string> resolved, OccurrenceKind kind)
    {
        // A tag such as !Ref makes the text the name of something else.
        if (scalar.Tag is { } tag && tag.StartsWith('!')) resolved = Parsed.Problem<string>($"it is made by {tag}");
        return ReadingContext.Occurrence(at, written, resolved, patchKind ?? kind) with
        {
            Workload = _scope.Workload,
            Container = _scope.Container,
            Platform = _scope.Platform,
            Gpu = kind == OccurrenceKind.KubernetesContainer ? _scope.Gpu : null,
        };
    }
}
