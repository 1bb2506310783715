using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.Registries;

namespace Archway.Assembling;

/// <summary>An image cut down to some of its platforms.</summary>
/// <param name="Manifest">What is left: a shorter index, or the image itself where it is of one platform.</param>
/// <param name="Kept">The platforms that are left, as they stand there.</param>
/// <param name="Dropped">The platforms that are not.</param>
internal sealed record PlatformSubset(Manifest Manifest, ImmutableArray<Platform> Kept, ImmutableArray<Platform> Dropped)
{
    private const string AttestationOf = "vnd.docker.reference.digest";
    private const int Deepest = 4;

    /// <summary>Cuts an image down. Each entry that stays keeps its bytes, and the attestations of what stays stay with it.</summary>
    /// <exception cref="RegistryException">One of the platforms is not there.</exception>
    internal static async Task<PlatformSubset> OfAsync(IRepository from, Manifest manifest, ImmutableArray<Platform> wanted, CancellationToken cancellationToken)
    {
        var subset = manifest is ImageIndex index
            ? await OfAsync(from, index, wanted, 1, cancellationToken)
            : new(manifest, [await PlatformOfAsync(from, manifest, cancellationToken)], []);
        return wanted.FirstOrDefault(platform => !subset.Kept.Contains(platform)) is { } missing
            ? throw new RegistryException(RegistryFault.Malformed,
                $"it has no {missing}; it is {(manifest is ImageIndex ? "an index of" : "a single image for")} "
                + string.Join(", ", subset.Kept.Concat(subset.Dropped).Select(platform => platform.ToString()).Distinct()))
            : subset;
    }

    /// <summary>What a single image was built for, as its config says.</summary>
    /// <exception cref="RegistryException">It does not say it.</exception>
    internal static async Task<Platform> PlatformOfAsync(IRepository from, Manifest manifest, CancellationToken cancellationToken)
    {
        if (manifest is SchemaOneManifest { Platform: { } old }) return old;
        if (manifest is not ImageManifest { IsImage: true } image)
            throw new RegistryException(RegistryFault.Malformed, $"{manifest.Self.Digest} is no container image but an artifact, which is of no platform");
        try
        {
            return ImageConfig.Read(await from.ReadBlobAsync(image.Config, ImageConfig.LargestSize, cancellationToken)).Platform
                ?? throw new RegistryException(RegistryFault.Malformed, $"the config of {manifest.Self.Digest} does not say what it was built for");
        }
        catch (FormatException e)
        {
            throw new RegistryException(RegistryFault.Malformed, $"the config of {manifest.Self.Digest} cannot be read: {e.Message}", e);
        }
    }

    private static async Task<PlatformSubset> OfAsync(
        IRepository from, ImageIndex index, ImmutableArray<Platform> wanted, int depth, CancellationToken cancellationToken)
    {
        var kept = index.Images.Where(entry => wanted.Contains(entry.Platform!)).ToHashSet();
        var digests = kept.Select(entry => entry.Digest.ToString()).ToHashSet(StringComparer.Ordinal);
        List<ReadOnlyMemory<byte>> entries = [];
        List<Platform> platforms = [.. kept.Select(entry => entry.Platform!)];
        List<Platform> dropped = [.. index.Images.Where(entry => !kept.Contains(entry)).Select(entry => entry.Platform!)];
        foreach (var entry in index.Entries)
        {
            if (kept.Contains(entry) || (entry.IsAttestation && entry.Annotations.TryGetValue(AttestationOf, out var about) && digests.Contains(about)))
                entries.Add(entry.Json);
            if (!entry.IsIndex || depth >= Deepest) continue;
            if (await from.FindManifestAsync(entry.Digest.ToString(), cancellationToken) is not ImageIndex nested)
                throw new RegistryException(RegistryFault.Malformed, $"its nested index {entry.Digest} is not there");
            var within = await OfAsync(from, nested, wanted, depth + 1, cancellationToken);
            dropped.AddRange(within.Dropped);
            if (within.Kept.IsEmpty) continue;
            platforms.AddRange(within.Kept);
            // A nested index that is shorter now would be one more manifest that nobody has; its entries stand as well here.
            entries.AddRange(within.Dropped.IsEmpty ? [entry.Json] : ((ImageIndex)within.Manifest).Entries.Select(one => one.Json));
        }

        var isWhole = dropped.Count == 0 && entries.Count == index.Entries.Length;
        try
        {
            return new(isWhole ? index : Archway.Oci.Content.Manifest.Read(index.Self.MediaType, IndexJson.Rewrite(index, entries, null)), [.. platforms], [.. dropped]);
        }
        catch (FormatException e)
        {
            throw new RegistryException(RegistryFault.Malformed, e.Message, e);
        }
    }
}
