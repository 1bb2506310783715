using Archway.Oci;
using Archway.Reading.Data;
using Archway.Reading.Helm;

namespace Archway.Reading.Kustomize;

/// <summary>Kustomizations, those of Flux too: the images they set and the patches written in them.</summary>
/// <remarks>
/// An image of a base is listed where it stands in the base as well: what is written there is what whoever applies the base alone gets,
/// and which overlays exist cannot be told from one folder.
/// <see href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/"/>
/// </remarks>
internal sealed class KustomizeFormat : IDataFormat
{
    /// <summary>The names under which a folder's kustomization is found.</summary>
    internal static readonly string[] FileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    private static readonly string[] PatchLists = ["patches", "patchesStrategicMerge", "patchesJson6902"];

    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping
        && (FileNames.Contains(source.Name)
            || (root["apiVersion"]?.Text?.StartsWith("kustomize", StringComparison.Ordinal) == true && root["kind"]?.Text is "Kustomization" or "Component"));

    // Flux keeps what kustomize reads under spec.
    public void Read(DataNode root, ReadingContext context) => ReadMembers(root["spec"] ?? root, context);

    /// <summary>Reads what a kustomization says, whether in a file of its own or within a resource that brings one along.</summary>
    internal static void ReadMembers(DataNode kustomization, ReadingContext context)
    {
        // What it says is said of its resources, so a change of theirs changes it.
        var resources = BaseImages.Of(kustomization, context);
        foreach (var image in kustomization["images"]?.Items ?? []) AddImage(image, resources, context);
        foreach (var patch in Patches(kustomization)) Patch.Read(patch, context);
        foreach (var chart in kustomization["helmCharts"]?.Items ?? [])
            if (chart["valuesInline"] is DataMapping values) new ValuesWalk(context, chart: null).Walk(values);
    }

    /// <summary>The patches written in the kustomization itself; those in files of their own are read there.</summary>
    private static IEnumerable<DataScalar> Patches(DataNode kustomization) =>
        PatchLists
            .SelectMany(name => kustomization[name]?.Items ?? [])
            .Select(patch => patch as DataScalar ?? patch["patch"] as DataScalar)
            .OfType<DataScalar>();

    private static void AddImage(DataNode image, BaseImages resources, ReadingContext context)
    {
        if (image is DataScalar text) AddReplacement(text, context);
        if (image["name"] is not DataScalar name) return;
        var (newName, tag, digest) = (Part(image, "newName"), Part(image, "newTag"), Part(image, "digest"));
        if (newName is null && tag is null && digest is null) return;
        if (tag is null && digest is null)
        {
            // A new name alone keeps the tag that stands in the resources; where those cannot be read, it is taken as it is written.
            var written = resources.Find(name.Value);
            (tag, digest) = (written?.Tag, written?.Digest?.ToString());
        }
        var resolved = (newName ?? name.Value) + (tag is null ? "" : ":" + tag) + (digest is null ? "" : "@" + digest);
        context.Add(ReadingContext.Occurrence(context.At(name), name.Value, Parsed.Value(resolved), OccurrenceKind.KustomizeImages) with
        {
            TagAt = image["newTag"] is DataScalar { IsNull: false } newTag ? context.At(newTag) : null,
            DigestAt = image["digest"] is DataScalar { IsNull: false } pinned ? context.At(pinned) : null,
        });
    }

    /// <summary>Argo CD's short form, <c>name=newName:tag</c> or <c>name:tag</c>.</summary>
    private static void AddReplacement(DataScalar text, ReadingContext context)
    {
        var value = text.Value.Trim();
        var (name, written) = value.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? (value[..equals], value[(equals + 1)..]) : ("", value);
        // A name alone changes nothing.
        if (written.Length == 0 || (name.Length == 0 && !ImageFamily.IsVersioned(written))) return;
        var image = written.StartsWith('*') ? name + written[1..] : written;
        var resolved = ImageFamily.IsVersioned(image)
            ? Parsed.Value(image)
            : Parsed.Problem<string>("it has no tag, and keeps that of resources that are not in this tree");
        context.Add(ReadingContext.Occurrence(context.At(text, written), written, resolved, OccurrenceKind.KustomizeImages));
    }

    private static string? Part(DataNode image, string name) => image[name] is DataScalar { IsNull: false, Value.Length: > 0 } part ? part.Value : null;
}
