using Archway.Oci.Content;
using Archway.Oci.Layouts;
using Archway.Oci.Registries;
using Archway.Oci.Registries.Pushing;

namespace Archway.Assembling;

/// <summary>Copies images between registries, layouts and archives, in any direction.</summary>
/// <param name="sources">Opens them.</param>
/// <param name="tally">Counts what went.</param>
public sealed class ImageCopier(ImageSources sources, TransferTally tally)
{
    /// <summary>Copies one image; it appears at the target when all of it is there.</summary>
    /// <exception cref="RegistryException">It cannot be read, lacks a platform, or the target does not take it.</exception>
    public async Task<CopyResult> CopyAsync(CopyRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await using var target = sources.OpenTarget(request.To, request.From.Reference is { } origin ? [origin] : []);
            // Neither side waits for the other.
            var there = target.FindDigestAsync(null, cancellationToken);
            var opened = await sources.OpenAsync(request.From, cancellationToken);
            var whole = await opened.Repository.FindManifestAsync(opened.Selector, cancellationToken)
                ?? throw new RegistryException(RegistryFault.Malformed, "there is no such image");
            var subset = request.Platforms.IsEmpty
                ? new PlatformSubset(whole, [], [])
                : await PlatformSubset.OfAsync(opened.Repository, whole, request.Platforms, cancellationToken);
            await BringAsync(request, opened.Repository, subset.Manifest, target, await there, cancellationToken);
            var left = request.WithReferrers && subset.Manifest.Self.Digest != whole.Self.Digest
                ? (await opened.Repository.FindReferrersAsync(whole.Self.Digest, cancellationToken)).Count
                : 0;
            return new(request, whole.Self.Digest, subset.Manifest.Self.Digest, subset.Kept, subset.Dropped, left)
            {
                Unreadable = (whole as ImageIndex)?.UnreadableEntries ?? 0,
            };
        }
        catch (RegistryException e) when (!e.IsTold)
        {
            throw e.While($"copy {request.From} to {request.To}");
        }
    }

    private async Task BringAsync(CopyRequest request, IRepository from, Manifest manifest, IImageTarget target, Digest? there, CancellationToken cancellationToken)
    {
        using Transfer transfer = new(from, request.From.Reference, target, tally, request.WithReferrers);
        // What the name stands for already is whole; only what refers to it may be new.
        if (there == manifest.Self.Digest)
        {
            await transfer.BringNewsAsync(manifest, cancellationToken);
            return;
        }

        await transfer.BringPartsAsync(manifest, cancellationToken);
        if (request.WithReferrers) await transfer.BringReferrersAsync(manifest.Self.Digest, cancellationToken);
        await target.PublishAsync(manifest, cancellationToken);
        tally.NoteManifest();
    }
}
