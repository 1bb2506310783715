using Archway.Oci;
using Archway.Reading.Data;
using Archway.Reading.Helm;

namespace Archway.Reading.Kubernetes;

/// <summary>A walk through a resource to every place that names an image, however deep its pod template lies.</summary>
/// <param name="context">Where to put what is found.</param>
/// <param name="patchKind">The kind that every occurrence has when the resource is a patch; null when it stands for itself.</param>
internal sealed class ResourceWalk(ReadingContext context, OccurrenceKind? patchKind = null)
{
    private string? _workload;
    private string? _container;
    private bool _isRelease;
    private TemplateParameters _parameters = TemplateParameters.None;

    internal void Walk(DataNode node)
    {
        if (Resource.Is(node)) WalkResource(node);
        else if (node is DataMapping) WalkMembers(node, isResource: false);
        else foreach (var item in node.Items) Walk(item);
    }

    /// <summary>Walks what a JSON patch puts at a path: a container where the path leads into a list of them.</summary>
    internal void WalkValue(string path, DataNode? value)
    {
        if (value is null) return;
        var parts = path.Split('/');
        var name = parts[^1];
        if (parts.Length > 1 && (name == "-" || name.All(char.IsAsciiDigit)) && parts[^2] is "containers" or "initContainers") WalkContainer(value);
        else WalkMember(name, value);
    }

    private void WalkResource(DataNode resource)
    {
        if (Resource.IsSchema(resource)) return;
        var (workload, container, isRelease, parameters) = (_workload, _container, _isRelease, _parameters);
        (_workload, _container, _isRelease) = (Resource.NameOf(resource), null, Resource.IsRelease(resource));
        // An OpenShift template fills its own objects.
        if (resource["parameters"] is DataSequence own && resource["objects"] is not null) _parameters = new(own.Nodes);
        WalkMembers(resource, isResource: true);
        (_workload, _container, _isRelease, _parameters) = (workload, container, isRelease, parameters);
    }

    private void WalkMembers(DataNode mapping, bool isResource)
    {
        foreach (var (key, value) in mapping.Members)
        {
            // What a controller reports is not what somebody wrote.
            if (isResource && key.Value == "status") continue;
            WalkMember(key.Value, value);
        }
    }

    private void WalkMember(string key, DataNode value)
    {
        switch (key, value)
        {
            case ("containers" or "initContainers" or "ephemeralContainers", DataSequence):
                foreach (var container in value.Items) WalkContainer(container);
                break;
            case ("image", DataScalar image):
                AddField(image);
                break;
            case ("image", DataMapping):
                WalkImage(value);
                break;
            case ("annotations", DataMapping):
                foreach (var (name, text) in value.Members) AddHint(text, OccurrenceKind.KubernetesAnnotation, ImageText.OfAnnotation(name.Value, text.Text));
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
            case ("values" or "valuesObject", DataMapping) when _isRelease:
                new ValuesWalk(context, chart: null, _workload).Walk(value);
                break;
            case (_, DataScalar text):
                if (key.EndsWith("Image", StringComparison.Ordinal) && ImageText.IsPlainlyReference(text.Value)) Add(text, OccurrenceKind.KubernetesField);
                break;
            default:
                Walk(value);
                break;
        }
    }

    private void WalkContainer(DataNode container)
    {
        var outer = _container;
        _container = container["name"]?.Text;
        foreach (var (key, value) in container.Members)
        {
            if (key.Value == "image" && value is DataScalar { IsNull: false, Value.Length: > 0 } image) Add(image, OccurrenceKind.KubernetesContainer);
            else if (key.Value != "image") WalkMember(key.Value, value);
        }
        _container = outer;
    }

    /// <summary>A custom resource's <c>image</c>; one that is a bare word may as well be the name of something else.</summary>
    private void AddField(DataScalar image)
    {
        if (image.Value.AsSpan().ContainsAny('/', ':') && (!ImageText.IsPathOrAddress(image.Value) || Placeholder.Find(image.Value) is not null))
            Add(image, OccurrenceKind.KubernetesField);
    }

    /// <summary>A volume's <c>image: {reference: …}</c>, or a custom resource's <c>image: {repository: …, tag: …}</c>.</summary>
    private void WalkImage(DataNode image)
    {
        if (image["reference"] is DataScalar reference) Add(reference, OccurrenceKind.KubernetesField);
        else if (ImageFamily.Of(image) is { HasVersion: true } family)
            Add(family.Repository, Parsed.Value(_parameters.Fill(family.Resolve(null, null).Value!)), OccurrenceKind.KubernetesField);
        else Walk(image);
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
        else if (name == "image") WalkMember(name, value);
        else AddVariable(name, value);
    }

    private void AddHint(DataNode? node, OccurrenceKind kind, string? reference)
    {
        if (node is DataScalar scalar && reference is not null) Add(scalar, context.At(scalar, reference), reference, Parsed.Value(reference), kind);
    }

    private void Add(DataScalar scalar, OccurrenceKind kind) => Add(scalar, Parsed.Value(_parameters.Fill(scalar.Value.Trim())), kind);

    private void Add(DataScalar scalar, Parsed<string> resolved, OccurrenceKind kind) => Add(scalar, context.At(scalar), scalar.Value, resolved, kind);

    private void Add(DataScalar scalar, SourceSpan at, string written, Parsed<string> resolved, OccurrenceKind kind)
    {
        // A tag such as !Ref makes the text the name of something else.
        if (scalar.Tag is { } tag && tag.StartsWith('!')) resolved = Parsed.Problem<string>($"it is made by {tag}");
        context.Add(ReadingContext.Occurrence(at, written, resolved, patchKind ?? kind) with { Workload = _workload, Container = _container });
    }
}
