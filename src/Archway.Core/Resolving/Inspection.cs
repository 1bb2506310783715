using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.Registries;

namespace Archway.Resolving;

/// <summary>One look at one image: its manifest, and as much more as the question needs.</summary>
/// <remarks>An index costs one request, a single manifest two; nothing else is asked unless an entry names no platform or <paramref name="inDepth"/>.</remarks>
/// <param name="repository">Where the image is kept.</param>
/// <param name="wanted">The platforms asked about.</param>
/// <param name="inDepth">Whether to read the manifest and config of every platform, which costs nothing on disk.</param>
/// <param name="isOnDisk">Whether the repository is a layout or an archive, in words only.</param>
internal sealed class Inspection(IRepository repository, ImmutableArray<Platform> wanted, bool inDepth, bool isOnDisk)
{
    // Real indexes nest once or not at all, and hold some dozens of entries; these bound what a hostile one costs.
    private const int DeepestIndex = 4;
    private const int MostRequests = 128;
    private static readonly string TooMany = $"its index asks for more than {MostRequests} further manifests";
    private readonly EntryImages _images = new(repository);
    private int _requests;
    private string? _doubt;

    /// <summary>The facts of the manifest that the selector names.</summary>
    /// <exception cref="RegistryException">The store gave no usable answer.</exception>
    internal async Task<ImageFacts> LookAsync(string image, string? selector, CancellationToken cancellationToken)
    {
        var manifest = await repository.FindManifestAsync(selector, cancellationToken);
        // Told here, since what is asked further another of them may answer.
        var mirror = repository.Mirror;
        if (manifest is null) return new() { Image = image, Answer = new ImageAnswer.Absent(Absence(selector)) };

        var platforms = await PlatformsAsync(manifest, cancellationToken);
        return new()
        {
            Image = image,
            Mirror = mirror,
            Answer = KindOf(manifest) is { } artifact ? new ImageAnswer.Artifact(artifact) : new ImageAnswer.Found(),
            Digest = manifest.Self.Digest,
            MediaType = manifest.Self.MediaType,
            IsIndex = manifest is ImageIndex,
            Platforms = platforms,
            Doubt = _doubt,
            Disguised = manifest is ImageIndex one ? [.. one.Entries.Where(IsDisguised).Select(entry => new PlatformFacts(entry.Platform!, entry))] : [],
        };
    }

    private string Absence(string? selector) => (isOnDisk, selector) switch
    {
        (false, _) => $"its registry has no '{selector}' in this repository",
        (true, null) => "it holds no image",
        _ => $"it holds no image named '{selector}'",
    };

    private static string? KindOf(Manifest manifest) => manifest switch
    {
        // Signatures and attestations borrow the config of an image; what they are stands at their layers.
        ImageManifest { IsImage: false } single => single.ArtifactType
            ?? (single.Config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig or "" ? single.Layers[0].MediaType : single.Config.MediaType),
        ImageIndex { ArtifactType: { } kind } => kind,
        // The list of what refers to an image, kept under a tag where a registry has no such list of its own.
        ImageIndex { Entries: [{ ArtifactType: { } first }, ..] } index when index.Entries.All(entry => entry.ArtifactType is not null) => first,
        _ => null,
    };

    private async Task<ImmutableArray<PlatformFacts>> PlatformsAsync(Manifest manifest, CancellationToken cancellationToken) => manifest switch
    {
        ImageIndex index => await EntriesAsync(index, 1, cancellationToken),
        ImageManifest { IsImage: true } single => await SingleAsync(single, cancellationToken),
        SchemaOneManifest { Platform: { } platform } => [new(platform, manifest.Self)],
        SchemaOneManifest => Doubting("its schema 1 manifest names no architecture"),
        _ => [],
    };

    private async Task<ImmutableArray<PlatformFacts>> SingleAsync(ImageManifest manifest, CancellationToken cancellationToken)
    {
        var config = await _images.ConfigAsync(manifest, cancellationToken);
        return config.Platform is { } platform
            ? [new(platform, manifest.Self) { Config = config, Layers = manifest.Layers }]
            : Doubting("its config names no platform");
    }

    private async Task<ImmutableArray<PlatformFacts>> EntriesAsync(ImageIndex index, int depth, CancellationToken cancellationToken)
    {
        var platforms = ImmutableArray.CreateBuilder<PlatformFacts>();
        foreach (var entry in index.Images) platforms.Add(inDepth ? await InDepthAsync(entry, cancellationToken) : new(entry.Platform!, entry));
        foreach (var nested in index.Entries.Where(entry => entry.IsIndex)) platforms.AddRange(await NestedAsync(nested, depth, cancellationToken));

        // Runtimes differ on entries without platform, so they count for nothing; but where nothing else serves, what they hold decides between no and
        // not knowing.
        if (inDepth || !wanted.All(target => platforms.Any(entry => entry.IsDeclared && target.CanRun(entry.Platform))))
        {
            foreach (var entry in index.Entries.Where(IsUndeclared))
                if (await UndeclaredAsync(entry, cancellationToken) is { } undeclared) platforms.Add(undeclared);
        }

        if (index.UnreadableEntries > 0)
            _doubt = $"its index has {index.UnreadableEntries} {(index.UnreadableEntries == 1 ? "entry" : "entries")} without a readable digest";
        if (!platforms.Any(entry => entry.IsDeclared)) _doubt ??= index.Entries.IsEmpty ? "its index is empty" : "its index names no platform";
        return platforms.ToImmutable();
    }

    private static bool IsUndeclared(Descriptor entry) => entry is { IsIndex: false, IsAttestation: false, ArtifactType: null, Platform: null };

    private static bool IsDisguised(Descriptor entry) => (entry.IsAttestation || entry.ArtifactType is not null)
        && entry is { IsIndex: false, Platform: not null and not { Os: "unknown" } and not { Architecture: "unknown" } };

    private async Task<ImmutableArray<PlatformFacts>> NestedAsync(Descriptor entry, int depth, CancellationToken cancellationToken)
    {
        if (depth >= DeepestIndex) return Doubting("its indexes are nested too deeply");
        if (!Spend()) return Doubting(TooMany);
        try
        {
            // An index's platform, where it names one, is only a promise about its entries.
            return await FindAsync(entry, cancellationToken) is ImageIndex nested
                ? await EntriesAsync(nested, depth + 1, cancellationToken)
                : Doubting($"it lacks its nested index {entry.Digest}");
        }
        catch (RegistryException fault)
        {
            // What the other entries say stands all the same.
            return Doubting($"its nested index {entry.Digest} cannot be read: {fault.Reason}");
        }
    }

    private async Task<PlatformFacts?> UndeclaredAsync(Descriptor entry, CancellationToken cancellationToken)
    {
        if (!Spend())
        {
            _doubt = TooMany;
            return null;
        }

        try
        {
            // An entry that the registry lacks, or that is no image, can run nowhere.
            if (await FindAsync(entry, cancellationToken) is not ImageManifest { IsImage: true } manifest) return null;
            var config = await _images.ConfigAsync(manifest, cancellationToken);
            return config.Platform is { } platform
                ? new(platform, entry) { IsDeclared = false, Config = config, Layers = manifest.Layers }
                : null;
        }
        catch (RegistryException fault)
        {
            _doubt = $"its index names no platform for {entry.Digest}, which cannot be read: {fault.Reason}";
            return null;
        }
    }

    private async Task<PlatformFacts> InDepthAsync(Descriptor entry, CancellationToken cancellationToken)
    {
        PlatformFacts listed = new(entry.Platform!, entry);
        return Spend() ? await _images.ReadAsync(listed, cancellationToken) : listed with { Problem = $"not read: only the first {MostRequests} are" };
    }

    private Task<Manifest?> FindAsync(Descriptor entry, CancellationToken cancellationToken) =>
        repository.FindManifestAsync(entry.Digest.ToString(), cancellationToken);

    private bool Spend() => ++_requests <= MostRequests;

    private ImmutableArray<PlatformFacts> Doubting(string doubt)
    {
        _doubt = doubt;
        return [];
    }
}
