using Archway.Oci;
using Archway.Oci.References;
using Archway.Reading.Data;

namespace Archway.Reading.Helm;

/// <summary>A walk through the values of a chart to every image that they name, in one piece or in parts.</summary>
/// <param name="context">Where to put what is found.</param>
/// <param name="chart">The chart that the values belong to; null when it is not in the tree.</param>
/// <param name="workload">The resource that the values stand in, when they are no file of their own.</param>
internal sealed class ValuesWalk(ReadingContext context, ChartFolder? chart, string? workload = null)
{
    private const string DockerHub = "docker.io";
    private static readonly Parsed<string> NoChart = Parsed.Problem<string>("it has no tag, and the chart's appVersion is not in this tree");
    private static readonly string[] TagNames = ["tag", "version"];

    private static readonly string[] FamilyParts = ["tag", "imageTag", "version", "digest", "sha", "registry"];

    private DataScalar? _registry;
    private (DataScalar Hub, DataScalar Tag)? _hub;
    private string? _section;

    /// <summary>Walks the values of one file, or those within another document.</summary>
    internal void Walk(DataNode values)
    {
        var global = values["global"];
        _registry = Whole(global?["imageRegistry"]) ?? Whole(global?["image"]?["registry"]);
        var outer = EnterHub(values);
        foreach (var (key, value) in values.Members)
        {
            _section = key.Value;
            WalkMember(values, key.Value, value);
        }
        _hub = outer;
    }

    private void WalkMember(DataNode parent, string key, DataNode value)
    {
        switch (value)
        {
            case DataScalar scalar:
                WalkScalar(parent, key, scalar);
                break;
            case DataMapping when ImageFamily.Of(value, IsImage(key)) is { } family:
                var registry = RegistryFor(family);
                Add(family.Repository, family.Resolve(registry?.Value.Trim(), AppVersion), [.. FamilyParts.Select(part => value[part]), registry], family);
                // A family's other members may hold images of their own, as a sidecar's.
                foreach (var (name, other) in value.Members)
                    if (other is not DataScalar) WalkMember(value, name.Value, other);
                break;
            case DataMapping:
                var outer = EnterHub(value);
                foreach (var (name, member) in value.Members) WalkMember(value, name.Value, member);
                _hub = outer;
                break;
            default:
                foreach (var item in value.Items) WalkMember(item, item is DataScalar ? "" : key, item);
                break;
        }
    }

    private void WalkScalar(DataNode parent, string key, DataScalar scalar)
    {
        if (!IsImage(key) || scalar.IsNull || scalar.Value.Trim() is not { Length: > 0 } text || IsOther(scalar, text)) return;
        if (key == "image" && Whole(parent["registry"]) is { } registry && !BringsHost(text)) text = $"{registry.Value.Trim().TrimEnd('/')}/{text}";
        var isWhole = text.LastIndexOf(':') > text.LastIndexOf('/') || text.Contains('@', StringComparison.Ordinal);
        var tagBeside = isWhole ? null : TagBeside(parent, key);
        DataNode?[] parts = [tagBeside, key == "image" ? parent["registry"] : null];
        if (isWhole || Placeholder.Find(text) is not null)
            Add(scalar, Parsed.Value(text), parts);
        else if (tagBeside is not null)
            Add(scalar, Parsed.Value($"{text}:{tagBeside.Value.Trim()}"), parts);
        else if (_hub is var (hub, common) && !text.Contains('/', StringComparison.Ordinal))
            Add(scalar, Parsed.Value($"{hub.Value.Trim()}/{text}:{common.Value.Trim()}"), [hub, common]);
        else if (key == "image" || text.Contains('/', StringComparison.Ordinal))
            Add(scalar, Parsed.Value(text), parts);
    }

    /// <summary>Takes the hub and the tag that a mapping's images share, as Istio's charts write them; gives back those of the mapping around it.</summary>
    private (DataScalar Hub, DataScalar Tag)? EnterHub(DataNode mapping)
    {
        var outer = _hub;
        var global = mapping["global"];
        if ((Whole(mapping["hub"]) ?? Whole(global?["hub"])) is { } hub && (Whole(mapping["tag"]) ?? Whole(global?["tag"])) is { } tag) _hub = (hub, tag);
        return outer;
    }

    /// <summary>
    /// The tag written apart from its image: <c>image</c> and <c>imageTag</c> or <c>tag</c>, <c>proxyImage</c> and <c>proxyImageTag</c> or <c>proxyTag</c>.
    /// </summary>
    private static DataScalar? TagBeside(DataNode parent, string key)
    {
        var stem = key.EndsWith("Name", StringComparison.Ordinal) ? key[..^4] : key;
        return Whole(parent[stem + "Tag"]) ?? Whole(parent[stem + "Version"])
            ?? (stem.EndsWith("Image", StringComparison.Ordinal) ? Whole(parent[stem[..^"Image".Length] + "Tag"]) : null)
            ?? (stem == "image" ? TagNames.Select(name => Whole(parent[name])).FirstOrDefault(tag => tag is not null) : null);
    }

    private static bool BringsHost(string text) => text.Contains('/', StringComparison.Ordinal) && text.Split('/')[0].AsSpan().ContainsAny('.', ':');

    // What brings its own host stays there, whatever registry is set for all; Docker Hub is what that registry takes the place of.
    private DataScalar? RegistryFor(ImageFamily family) =>
        family.Registry is not (null or DockerHub) || BringsHost(family.Repository.Value) ? null : _registry;

    private Parsed<string> AppVersion => chart?.AppVersionUnder(_section ?? "") ?? NoChart;

    /// <summary>Notes an image where its name stands; where that is another file's, at the first of its other parts that stands in this one, if any does.</summary>
    private void Add(DataScalar name, Parsed<string> resolved, DataNode?[] parts, ImageFamily? family = null)
    {
        if (LaidValues.HasPlace(name))
        {
            context.Add(ReadingContext.Occurrence(context.At(name), name.Value, resolved, OccurrenceKind.HelmValues) with
            {
                Workload = workload,
                TagAt = PlaceOf(family?.TagMember),
                DigestAt = PlaceOf(family?.DigestMember),
            });
        }
        else if (parts.OfType<DataScalar>().FirstOrDefault(LaidValues.HasPlace) is { } part)
            context.AddOneOfSeveral(ReadingContext.Occurrence(context.At(part), part.Value, resolved, OccurrenceKind.HelmValues) with
            {
                Workload = workload,
            });
    }

    private SourceSpan? PlaceOf(DataScalar? member) => member is not null && LaidValues.HasPlace(member) ? context.At(member) : null;

    private static bool IsImage(string key) =>
        key is "image" or "images" or "imageName" || key.EndsWith("Image", StringComparison.Ordinal) || key.EndsWith("_image", StringComparison.Ordinal)
        || key.EndsWith("-image", StringComparison.Ordinal) || key.EndsWith("ImageName", StringComparison.Ordinal);

    /// <summary>Whether the text under such a key is something else: a switch, an address, a picture.</summary>
    private static bool IsOther(DataScalar scalar, string text) =>
        (scalar.IsPlain && (text is "true" or "false" || text.All(c => char.IsAsciiDigit(c) || c == '.')))
        || text.Contains("://", StringComparison.Ordinal) || text[0] is '/' or '.'
        || (Placeholder.Find(text) is null && ImageReference.Read(text).Value is null && !text.Contains('/', StringComparison.Ordinal));

    private static DataScalar? Whole(DataNode? node) => node is DataScalar { IsNull: false } scalar && scalar.Value.Trim().Length > 0 ? scalar : null;
}
