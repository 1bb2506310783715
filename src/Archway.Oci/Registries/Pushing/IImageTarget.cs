using Archway.Oci.Content;
using Archway.Oci.References;

namespace Archway.Oci.Registries.Pushing;

/// <summary>Anything that images are written to: a repository of a registry, a layout folder, an archive.</summary>
/// <remarks>
/// What a manifest points to is put before it, and a name last of all: so nobody ever finds a half of an image. Every method throws
/// <see cref="RegistryException"/> when the store does not do what it is asked.
/// </remarks>
internal interface IImageTarget : IAsyncDisposable
{
    /// <summary>The name that is written to, as users write it.</summary>
    string Shown { get; }

    /// <summary>The repository of a registry that is written to, with its registry; null for a folder or a file.</summary>
    string? Repository => null;

    /// <summary>Whether several blobs may be put at once.</summary>
    bool TakesSeveral { get; }

    /// <summary>The manifest that a name selects by now; null when there is none.</summary>
    /// <param name="name">A tag or a digest; null for the name that this target is for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<Digest?> FindDigestAsync(string? name, CancellationToken cancellationToken);

    /// <summary>The same, with the manifest's content.</summary>
    Task<Manifest?> FindManifestAsync(string? name, CancellationToken cancellationToken);

    /// <summary>Whether a blob is there already.</summary>
    Task<bool> HasBlobAsync(Descriptor blob, CancellationToken cancellationToken);

    /// <summary>Takes a blob from another repository of the same registry, if there is one; false where it has to be put.</summary>
    Task<bool> MountBlobAsync(Descriptor blob, ImageReference from, CancellationToken cancellationToken);

    /// <summary>Puts a blob, whose digest is checked on its way.</summary>
    Task PutBlobAsync(BlobSource source, CancellationToken cancellationToken);

    /// <summary>Puts a manifest under its digest, and under a tag where one is given.</summary>
    /// <returns>Whether the store itself lists what refers to the manifest's subject; false where that takes a tag.</returns>
    Task<bool> PutManifestAsync(Manifest manifest, string? tag, CancellationToken cancellationToken);

    /// <summary>Puts a manifest under the name that this target is for, and brings everything to its end.</summary>
    Task PublishAsync(Manifest manifest, CancellationToken cancellationToken);

    /// <summary>Deletes a manifest under its digest; nothing happens where it is not there.</summary>
    Task DeleteManifestAsync(Digest manifest, CancellationToken cancellationToken) => throw new RegistryException(RegistryFault.Malformed,
        $"nothing is deleted from {Shown}; copy what is wanted to a new place");

    /// <summary>What is known to refer to a manifest.</summary>
    Task<IReadOnlyList<Descriptor>> FindReferrersAsync(Digest subject, CancellationToken cancellationToken);

    /// <summary>Keeps a list of what refers to a manifest, where the store makes none itself.</summary>
    async Task PutReferrersAsync(Digest subject, IReadOnlyList<Descriptor> referrers, CancellationToken cancellationToken)
    {
        var list = Manifest.Read(MediaTypes.OciIndex, IndexJson.Write(MediaTypes.OciIndex, [.. referrers.Select(one => one.Json)], []));
        await PutManifestAsync(list, ReferrersTag.Of(subject), cancellationToken).ConfigureAwait(false);
    }
}
