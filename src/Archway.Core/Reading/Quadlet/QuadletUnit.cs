using Archway.Oci;
using Archway.Reading.Builds;

namespace Archway.Reading.Quadlet;

/// <summary>A Podman Quadlet unit: the image that a container, an image unit or a volume is made from, or the image that is built.</summary>
/// <remarks><see href="https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html"/>; a <c>.kube</c> unit names a file that is read itself.</remarks>
internal sealed class QuadletUnit : IFileFormat
{
    private static readonly string[] Endings = [".container", ".image", ".volume", ".build"];

    // A name with one of these endings is another unit's.
    private static readonly string[] Units = [".image", ".build", ".container"];

    public bool Wants(string path) => false;

    // Programs and cameras write files with such endings too.
    public bool MayBe(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)) || IsDropIn(path);

    public bool Recognises(SourceText source, SourceTree tree) =>
        MayBe(source.Path) && UnitFile.Settings(source.Text).Any(setting => setting.Section is "Container" or "Image" or "Volume" or "Build");

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        UnitSetting[] settings = [.. UnitFile.Settings(source.Text)];
        string? Last(string section, string key) => settings.LastOrDefault(setting => setting.Section == section && setting.Key == key)?.Value;
        List<ImageOccurrence> found = [];
        foreach (var section in (string[])["Container", "Image", "Volume"])
        {
            // Of a setting that is written again only the last counts.
            if (settings.LastOrDefault(setting => setting.Section == section && setting.Key == "Image") is not { Value.Length: > 0 } image) continue;
            if (section == "Volume" && Last(section, "Driver") != "image") continue;
            if (!Units.Any(unit => image.Value.EndsWith(unit, StringComparison.Ordinal))) found.Add(Occurrence(source, image));
        }

        yield return new SourceItem.Document(new QuadletDocument(source)
        {
            Occurrences = [.. found.OrderBy(place => place.At.Line)],
            Builds = [.. settings.Where(setting => setting is { Section: "Build", Key: "ImageTag", Value.Length: > 0 }).Select(tag => new ImageBuild(
                At(source, tag), tag.Value, Dockerfile(source, tree, Last("Build", "File"), Last("Build", "SetWorkingDirectory"))))],
        });
    }

    private static ImageOccurrence Occurrence(SourceText source, UnitSetting image)
    {
        var name = image.Value.StartsWith("docker://", StringComparison.Ordinal) ? image.Value["docker://".Length..] : image.Value;
        var percent = name.IndexOf('%', StringComparison.Ordinal);
        var resolved = percent >= 0 && percent + 1 < name.Length
            ? Parsed.Problem<string>($"systemd fills in {name.AsSpan(percent, 2)} when the unit starts")
            : Parsed.Value(name);
        return ReadingContext.Occurrence(At(source, image), image.Value, resolved, OccurrenceKind.QuadletImage) with { Workload = source.Name };
    }

    private static SourceSpan At(SourceText source, UnitSetting setting) => source.Span(setting.Start, setting.Length);

    private static string? Dockerfile(SourceText source, SourceTree tree, string? file, string? folder) => folder switch
    {
        null or "unit" => BuildFiles.Find(tree, [source.Folder], ".", file),
        "file" => file is null ? null : BuildFiles.Find(tree, [source.Folder], ".", file),
        _ => BuildFiles.Find(tree, [source.Folder], folder, file is null ? null : $"{folder}/{file}") ?? BuildFiles.Find(tree, [source.Folder], folder, file),
    };

    /// <summary>Whether the file adds to a container's unit: <c>web.container.d/image.conf</c>.</summary>
    private static bool IsDropIn(string path) =>
        path.EndsWith(".conf", StringComparison.Ordinal) && Endings.Any(ending => path.Contains(ending + ".d/", StringComparison.Ordinal));
}
