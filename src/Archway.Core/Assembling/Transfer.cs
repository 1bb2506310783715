using System.Collections.Concurrent;
using Archway.Oci.Content;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Oci.Registries.Pushing;

namespace Archway.Assembling;

/// <summary>Brings manifests, with all they point to and all that refers to them, from one repository to one target; naming them is left to the caller.</summary>
/// <remarks>
/// What a manifest points to goes before it. So a manifest that the target has is whole there, and nothing below it is looked at again. Bytes are
/// never changed: what is not known, as an artifact or a layer of another compression, goes as it is.
/// </remarks>
/// <param name="from">Where the manifests are.</param>
/// <param name="origin">Its name, where it is a registry's; blobs are then taken over without being sent where both are of one registry.</param>
/// <param name="to">Where they go.</param>
/// <param name="tally">Counts.</param>
/// <param name="withReferrers">Whether signatures, attestations and whatever else refers to a manifest goes with it.</param>
/// <param name="isNew">Whether the manifests were made in this run, on what is at their origin, and so are nowhere yet.</param>
internal sealed class Transfer(IRepository from, ImageReference? origin, IImageTarget to, TransferTally tally, bool withReferrers, bool isNew = false) : IDisposable
{
    // More gain nothing at a registry that writes to one disk, and each is a connection on both sides.
    private const int BlobsAtOnce = 4;
    private const int ManifestsAtOnce = 8;
    // Real indexes nest once or not at all; a signature may be signed.
    private const int Deepest = 6;
    private const int MostManifests = 20_000;

    private readonly SemaphoreSlim _places = new(to.TakesSeveral ? BlobsAtOnce : 1);
    private readonly ConcurrentDictionary<Digest, Lazy<Task>> _blobs = new();
    private readonly ConcurrentDictionary<Digest, Lazy<Task>> _manifests = new();

    /// <summary>Whether the target is the very repository that the manifests are in.</summary>
    internal bool IsAtHome => !isNew && origin is not null && to.Repository == origin.Name;

    /// <summary>Brings a manifest and puts it under its digest.</summary>
    /// <exception cref="RegistryException">Something is missing, or one side does not do what it is asked.</exception>
    internal Task BringAsync(Manifest manifest, CancellationToken cancellationToken) => BringAsync(manifest, 0, cancellationToken);

    /// <summary>Brings all that a manifest points to, and not the manifest itself.</summary>
    /// <exception cref="RegistryException">Something is missing, or one side does not do what it is asked.</exception>
    internal Task BringPartsAsync(Manifest manifest, CancellationToken cancellationToken) => BringPartsAsync(manifest, 0, cancellationToken);

    /// <summary>Brings what refers to a manifest of this digest.</summary>
    /// <exception cref="RegistryException">Something is missing, or one side does not do what it is asked.</exception>
    internal Task BringReferrersAsync(Digest subject, CancellationToken cancellationToken) => BringReferrersAsync(subject, 0, cancellationToken);

    /// <summary>Brings what refers to a manifest that the target has, and to the images of an index.</summary>
    /// <exception cref="RegistryException">Something is missing, or one side does not do what it is asked.</exception>
    internal Task BringNewsAsync(Manifest manifest, CancellationToken cancellationToken) =>
        withReferrers ? BringReferrersOfAllAsync(manifest, 0, cancellationToken) : Task.CompletedTask;

    public void Dispose() => _places.Dispose();

    private Task BringAsync(Manifest manifest, int depth, CancellationToken cancellationToken) =>
        IsAtHome ? Task.CompletedTask : OnceAsync(_manifests, manifest.Self.Digest, async () =>
        {
            if (_manifests.Count > MostManifests) throw new RegistryException(RegistryFault.TooLarge, $"it is made of more than {MostManifests} manifests");
            if (await to.FindDigestAsync(manifest.Self.Digest.ToString(), cancellationToken) is null)
            {
                await BringPartsAsync(manifest, depth, cancellationToken);
                if (withReferrers) await BringReferrersAsync(manifest.Self.Digest, depth, cancellationToken);
                await to.PutManifestAsync(manifest, null, cancellationToken);
                tally.NoteManifest();
            }
            else if (withReferrers)
            {
                await BringReferrersOfAllAsync(manifest, depth, cancellationToken);
            }
        });

    private async Task BringPartsAsync(Manifest manifest, int depth, CancellationToken cancellationToken)
    {
        switch (manifest)
        {
            case ImageIndex index:
                if (depth >= Deepest) throw new RegistryException(RegistryFault.Malformed, $"indexes are nested deeper than {Deepest} at {index.Self.Digest}");
                await EachAsync(index.Entries, ManifestsAtOnce, (entry, stop) => BringEntryAsync(index, entry, depth + 1, stop), cancellationToken);
                break;
            case ImageManifest image:
                await EachAsync([.. image.Layers.Where(IsKept), image.Config], BlobsAtOnce, BringBlobAsync, cancellationToken);
                break;
            default:
                throw new RegistryException(RegistryFault.Malformed,
                    $"{manifest.Self.Digest} is of Docker's schema 1, which registries take no more; pull and push it once with a current engine");
        }
    }

    private async Task BringEntryAsync(ImageIndex index, Descriptor entry, int depth, CancellationToken cancellationToken)
    {
        // Some lists hold plain blobs, as BuildKit's caches do.
        if (!IsManifest(entry.MediaType))
        {
            await BringBlobAsync(entry, cancellationToken);
            return;
        }

        var manifest = await from.FindManifestAsync(entry.Digest.ToString(), cancellationToken) ?? throw new RegistryException(RegistryFault.Malformed,
            $"{index.Self.Digest} lists {entry.Platform?.ToString() ?? entry.MediaType} as {entry.Digest}, which is not there; name the platforms to copy with --platform");
        await BringAsync(manifest, depth, cancellationToken);
    }

    private async Task BringReferrersOfAllAsync(Manifest manifest, int depth, CancellationToken cancellationToken)
    {
        var images = manifest is ImageIndex index ? index.Entries.Where(entry => !entry.IsAttestation).Select(entry => entry.Digest) : [];
        await EachAsync([manifest.Self.Digest, .. images.Distinct()], ManifestsAtOnce, (subject, stop) => BringReferrersAsync(subject, depth, stop), cancellationToken);
    }

    private async Task BringReferrersAsync(Digest subject, int depth, CancellationToken cancellationToken)
    {
        if (depth >= Deepest || IsAtHome) return;
        var referrers = await from.FindReferrersAsync(subject, cancellationToken);
        if (referrers.Count == 0) return;
        var known = (await to.FindReferrersAsync(subject, cancellationToken)).ToDictionary(one => one.Digest);
        var isListed = true;
        foreach (var referrer in referrers.Where(one => !known.ContainsKey(one.Digest)))
        {
            var manifest = await from.FindManifestAsync(referrer.Digest.ToString(), cancellationToken);
            // A list kept by hand may name what is gone.
            if (manifest is null) continue;
            await BringPartsAsync(manifest, depth + 1, cancellationToken);
            await BringReferrersAsync(referrer.Digest, depth + 1, cancellationToken);
            isListed &= await to.PutManifestAsync(manifest, null, cancellationToken);
            tally.NoteManifest();
            known.Add(referrer.Digest, referrer);
        }

        if (isListed) return;
        await to.PutReferrersAsync(subject, [.. known.Values], cancellationToken);
        tally.NoteManifest();
    }

    private Task BringBlobAsync(Descriptor blob, CancellationToken cancellationToken) => IsAtHome ? Task.CompletedTask : OnceAsync(_blobs, blob.Digest, async () =>
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            if (await to.HasBlobAsync(blob, cancellationToken)) return;
            if (origin is not null && await to.MountBlobAsync(blob, origin, cancellationToken))
            {
                tally.NoteMounted();
                return;
            }

            tally.Plan(blob.Size ?? 0);
            await to.PutBlobAsync(new(blob, (offset, stop) => from.OpenBlobAsync(blob, offset, stop), tally.Move), cancellationToken);
            tally.NoteSent(blob.Size ?? 0);
        }
        finally
        {
            _places.Release();
        }
    });

    private Task EachAsync<T>(IReadOnlyList<T> all, int atOnce, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        all, new ParallelOptions { MaxDegreeOfParallelism = to.TakesSeveral ? atOnce : 1, CancellationToken = cancellationToken },
        async (one, stop) => await work(one, stop));

    private static Task OnceAsync(ConcurrentDictionary<Digest, Lazy<Task>> done, Digest digest, Func<Task> work) =>
        done.GetOrAdd(digest, _ => new(work)).Value;

    // Layers that may not be passed on are fetched from where their maker keeps them.
    private static bool IsKept(Descriptor layer) =>
        !layer.MediaType.Contains(".foreign.", StringComparison.Ordinal) && !layer.MediaType.Contains("nondistributable", StringComparison.Ordinal);

    private static bool IsManifest(string mediaType) => mediaType is MediaTypes.OciIndex or MediaTypes.OciManifest or MediaTypes.DockerList
        or MediaTypes.DockerManifest or MediaTypes.DockerSchema1 or MediaTypes.DockerSchema1Signed or "";
}
