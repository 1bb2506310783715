using Archway.Oci.Content;
using Archway.Oci.Layouts;
using Archway.Oci.References;
using Archway.Oci.Registries;

namespace Archway.Assembling;

/// <summary>Reads what images give to an index: their entries, with the platform that their configs tell.</summary>
/// <param name="sources">Opens them.</param>
internal sealed class IndexEntries(ImageSources sources)
{
    private const int Deepest = 4;

    /// <summary>The entries of one image: one of a single image; of an index all it has, attestations among them.</summary>
    /// <exception cref="RegistryException">It cannot be read, is no image, or says of itself what its config does not.</exception>
    internal Task<IReadOnlyList<IndexEntry>> ReadAsync(ImageSource source, CancellationToken cancellationToken) => ReadAsync(source, $"take {source} into an index", cancellationToken);

    /// <summary>The same, where messages say that it was read for something else.</summary>
    /// <exception cref="RegistryException">It cannot be read, is no image, or says of itself what its config does not.</exception>
    internal async Task<IReadOnlyList<IndexEntry>> ReadAsync(ImageSource source, string doing, CancellationToken cancellationToken)
    {
        try
        {
            var opened = await sources.OpenAsync(source, cancellationToken);
            var manifest = await opened.Repository.FindManifestAsync(opened.Selector, cancellationToken)
                ?? throw new RegistryException(RegistryFault.Malformed, "there is no such image");
            if (manifest is ImageIndex index) return await OfIndexAsync(index, source, opened.Repository, 1, cancellationToken);
            var platform = await PlatformSubset.PlatformOfAsync(opened.Repository, manifest, cancellationToken);
            if (manifest is not ImageManifest)
                throw new RegistryException(RegistryFault.Malformed, "it is of Docker's schema 1, which no index lists; pull and push it once with a current engine");
            var entry = manifest.Self with { Platform = platform };
            return [new(entry, IndexJson.Entry(entry, []), manifest, source, opened.Repository) { Platform = platform }];
        }
        catch (RegistryException e) when (!e.IsTold)
        {
            throw e.While(doing);
        }
    }

    /// <summary>Sees to it that an entry's size is that of its manifest: runtimes refuse what is not.</summary>
    /// <exception cref="RegistryException">It is another.</exception>
    internal static void CheckSize(Descriptor entry, Manifest manifest)
    {
        if (entry.Size is { } told && told != manifest.Raw.Length)
            throw new RegistryException(RegistryFault.Malformed,
                $"its index lists {entry.Platform?.ToString() ?? "an entry"} as {entry.Digest} of {told} bytes, and that has {manifest.Raw.Length}; no runtime would pull it");
    }

    private static async Task<IReadOnlyList<IndexEntry>> OfIndexAsync(
        ImageIndex index, ImageSource source, IRepository repository, int depth, CancellationToken cancellationToken)
    {
        if (index.UnreadableEntries > 0) throw new RegistryException(RegistryFault.Malformed, "its index has entries without a digest that can be read");
        var read = await Task.WhenAll(index.Entries.Select(entry => OfEntryAsync(entry, source, repository, depth, cancellationToken)));
        return [.. read.SelectMany(entries => entries)];
    }

    private static async Task<IReadOnlyList<IndexEntry>> OfEntryAsync(
        Descriptor entry, ImageSource source, IRepository repository, int depth, CancellationToken cancellationToken)
    {
        var manifest = await repository.FindManifestAsync(entry.Digest.ToString(), cancellationToken)
            ?? throw new RegistryException(RegistryFault.Malformed, $"its index lists {entry.Platform?.ToString() ?? "an entry"} as {entry.Digest}, which is not there");
        CheckSize(entry, manifest);
        if (manifest is ImageIndex nested)
            return depth < Deepest
                ? await OfIndexAsync(nested, source, repository, depth + 1, cancellationToken)
                : throw new RegistryException(RegistryFault.Malformed, $"its indexes are nested deeper than {Deepest}");
        if (entry.IsAttestation || entry.ArtifactType is not null) return [new(entry, entry.Json, manifest, source, repository)];
        var platform = await PlatformSubset.PlatformOfAsync(repository, manifest, cancellationToken);
        if (entry.Platform is null)
        {
            var told = entry with { Platform = platform };
            return [new(told, IndexJson.Entry(told, entry.Annotations), manifest, source, repository) { Platform = platform }];
        }

        // The entry may say more than the config, as a variant or a build of Windows; never something else.
        return entry.Platform.Equals(platform) || (entry.Platform.CanRun(platform) && platform.Variant is null)
            ? [new(entry, entry.Json, manifest, source, repository) { Platform = entry.Platform }]
            : throw new RegistryException(RegistryFault.Malformed, $"its index lists {entry.Platform} as {entry.Digest}, whose config says {platform}");
    }
}
