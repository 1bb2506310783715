using System.Collections.Immutable;
using System.Text;
using Archway.Judging.Contents;
using Archway.Oci.Content;
using Archway.Oci.Layouts;
using Archway.Oci.Platforms;
using Archway.Oci.Registries;
using Archway.Resolving.Caching;
using Archway.Verifying;
using Archway.Verifying.Layers;
using Archway.Verifying.Trees;

namespace Archway.Assembling.Laying;

/// <summary>Lays an application over every platform of a base, without any daemon: one layer for all, and one for each platform that gets files of its own.</summary>
/// <param name="sources">Opens the base.</param>
/// <param name="workFolder">A folder of the run's own, where layers are packed.</param>
public sealed class ImageLaying(ImageSources sources, string workFolder)
{
    /// <summary>Says what the multi-arch image would be; nothing is published.</summary>
    /// <exception cref="RegistryException">The base cannot be read, or lacks a platform.</exception>
    /// <exception cref="LayingException">A folder is not there, or holds what does not run on one of the platforms.</exception>
    public async Task<PlannedIndex> PlanAsync(LayRequest request, CancellationToken cancellationToken)
    {
        var below = BelowOf(request, await new IndexEntries(sources).ReadAsync(request.Base, $"lay anything over the base {request.Base}", cancellationToken));
        if (request.Folders.FirstOrDefault(folder => folder.Platform is { } own && !below.Any(entry => own.Equals(entry.Platform))) is { } stray)
            throw new LayingException($"'{stray}' is for a platform that is not made; {Names(below)} {(below.Length == 1 ? "is" : "are")}");
        LaidRepository laid = new(below[0].Repository);
        var common = AddedFiles.Of([.. request.Folders.Where(folder => folder.Platform is null)]);
        using LayerRecords records = new(progress: null);
        AddedArchives archives = new();
        Dictionary<string, PackedLayer> packed = new(StringComparer.Ordinal);
        List<IndexEntry> entries = [];
        foreach (var entry in below)
        {
            var own = AddedFiles.Of([.. request.Folders.Where(folder => entry.Platform!.Equals(folder.Platform))]);
            if (common.Count + own.Count == 0) throw new LayingException($"nothing is laid over {entry.Platform}; add a folder for it, or name the platforms to make with --platform");
            var image = (ImageManifest)entry.Manifest!;
            var config = await entry.Repository.ReadBlobAsync(image.Config, ImageConfig.LargestSize, cancellationToken);
            var tree = await TreeAsync(records, entry, image, ImageConfig.Read(config), request, cancellationToken);
            var places = new[] { common, own }.Where(files => files.Count > 0).Select(files => BasePlaces.Of(files, tree, request.Base, entry.Platform!)).ToArray();
            RefuseClash(places);
            var layers = new PackedLayer[places.Length];
            for (var i = 0; i < layers.Length; i++) layers[i] = await PackAsync(packed, places[i], request, cancellationToken);
            var made = LaidImage.Of(image, config, layers, request);
            laid.Add(made, layers);
            await CheckAsync(laid, layers, places, archives, entry.Platform!, cancellationToken);
            var descriptor = made.Manifest.Self with { Platform = entry.Platform };
            entries.Add(new(descriptor, IndexJson.Entry(descriptor, []), made.Manifest, request.Base, laid) { Platform = entry.Platform, IsNew = true });
        }

        var mediaType = entries.TrueForAll(entry => entry.Descriptor.MediaType == MediaTypes.DockerManifest) ? MediaTypes.DockerList : MediaTypes.OciIndex;
        var index = Manifest.Read(mediaType, IndexJson.Write(mediaType, [.. entries.Select(entry => entry.Json)], []));
        return new(new(request.Target) { Images = [request.Base] }, index, [.. entries], before: null) { Remarks = archives.Remarks };
    }

    private static ImmutableArray<IndexEntry> BelowOf(LayRequest request, IReadOnlyList<IndexEntry> entries)
    {
        ImmutableArray<IndexEntry> images = [.. entries.Where(entry => entry.Platform is not null)];
        if (request.Platforms.FirstOrDefault(platform => !images.Any(entry => platform.Equals(entry.Platform))) is { } missing)
            throw new RegistryException(RegistryFault.Malformed, $"the base {request.Base} has no {missing}; it has {Names(images)}");
        // Layers of Windows are laid out otherwise.
        ImmutableArray<IndexEntry> chosen =
            [.. images.Where(entry => request.Platforms.IsEmpty ? entry.Platform!.IsLinux : request.Platforms.Contains(entry.Platform!))];
        if (chosen.FirstOrDefault(entry => !entry.Platform!.IsLinux) is { } other)
            throw new RegistryException(RegistryFault.Malformed, $"files are laid over Linux images only, and {other.Platform} is none");
        if (chosen.GroupBy(entry => entry.Platform).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new RegistryException(RegistryFault.Malformed, $"the base {request.Base} has {twice.Key} twice; name the one that is meant by its digest");
        return chosen.IsEmpty ? throw new RegistryException(RegistryFault.Malformed, $"the base {request.Base} has no image of Linux") : chosen;
    }

    // The base's files, since what is added must find its way among them.
    private static async Task<ImageTree> TreeAsync(
        LayerRecords records, IndexEntry entry, ImageManifest image, ImageConfig config, LayRequest request, CancellationToken cancellationToken)
    {
        try
        {
            LayerShelf shelf = new("", null);
            var read = await Task.WhenAll(image.Layers.Select((layer, i) => records.ReadAsync(
                shelf, entry.Repository, layer, config.DiffIds.Length == image.Layers.Length && config.DiffIds[i].Algorithm == "sha256" ? config.DiffIds[i] : null, cancellationToken)));
            return new(read, 0, cancellationToken);
        }
        catch (LayerException e)
        {
            throw new LayingException($"the files of the base {request.Base} for {entry.Platform} cannot be told: {e.Message}", e);
        }
    }

    // One layer lies over the other.
    private static void RefuseClash(SortedDictionary<string, FileSystemInfo?>[] places)
    {
        if (places is not [var lower, var upper]) return;
        foreach (var (path, source) in upper)
            if (lower.TryGetValue(path, out var under) && IsFolder(source) != IsFolder(under))
                throw new LayingException($"'{(source ?? under)!.FullName}' would be /{path}, where what is added for every platform has {(IsFolder(under) ? "a folder" : "a file")}; leave one out");
    }

    private static bool IsFolder(FileSystemInfo? source) => source is null or DirectoryInfo { LinkTarget: null };

    // Where the bases are alike, one layer serves all.
    private async Task<PackedLayer> PackAsync(
        Dictionary<string, PackedLayer> packed, SortedDictionary<string, FileSystemInfo?> files, LayRequest request, CancellationToken cancellationToken)
    {
        var key = string.Join('\n', files.Select(file => $"{file.Key}\0{file.Value?.FullName}"));
        return packed.TryGetValue(key, out var known) ? known : packed[key] = await PackedLayer.PackAsync(files, request.Time, workFolder, cancellationToken);
    }

    // By what lies in the layers alone: the base was somebody else's to prove.
    private static async Task CheckAsync(
        LaidRepository laid, PackedLayer[] layers, SortedDictionary<string, FileSystemInfo?>[] places, AddedArchives archives, Platform platform, CancellationToken cancellationToken)
    {
        using ContentReader reader = new(ReadingExtent.All, progress: null);
        var config = ImageConfig.Read(Encoding.UTF8.GetBytes(
            $$"""{"rootfs":{"type":"layers","diff_ids":[{{string.Join(',', layers.Select(layer => $"\"{layer.DiffId}\""))}}] } }"""));
        var facts = await reader.ReadAsync(new LayerShelf("", null), laid,
            [.. layers.Select(layer => new Descriptor { MediaType = "application/vnd.oci.image.layer.v1.tar+gzip", Digest = layer.Digest, Size = layer.Size })],
            config, cancellationToken);
        List<ContentFile> packed = [];
        foreach (var (path, source) in places.SelectMany(files => files))
            if (source is FileInfo { LinkTarget: null } file && await archives.ReadAsync(file, cancellationToken) is { } content) packed.Add(new($"/{path}", 0, content, false));
        if (ContentJudge.On(platform, facts with { Binaries = [.. facts.Binaries, .. packed] }).Foreign.FirstOrDefault() is { } foreign)
        {
            var source = places.Select(files => files.GetValueOrDefault(foreign.Holder.Path.TrimStart('/'))).OfType<FileSystemInfo>().LastOrDefault()?.FullName ?? foreign.Holder.Path;
            throw new LayingException($"{source}{(foreign.Inside is { } inside ? $"!/{inside}" : "")} is for {foreign.Found} and would lie in the image for {platform}; {RemedyOf(source)}");
        }
    }

    // What .NET writes beside an application that any machine runs.
    private static string RemedyOf(string source) => File.Exists(source + ".dll")
        ? "publish without a host of one machine's (-p:UseAppHost=false) and start it with dotnet, or add each platform's own: --add linux/arm64=FOLDER"
        : "build it for each platform, and add each its own: --add linux/amd64=FOLDER --add linux/arm64=FOLDER";

    private static string Names(IEnumerable<IndexEntry> entries) => string.Join(", ", entries.Select(entry => entry.Platform?.ToString()).OfType<string>().Distinct());
}
