using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Oci.Layouts;

/// <summary>The images of an OCI layout, in a folder or a tar.</summary>
/// <remarks>
/// A selector is the digest of any manifest in it, or a name that its <c>index.json</c> gives: the whole of <c>org.opencontainers.image.ref.name</c> or
/// <c>io.containerd.image.name</c>, or the tag of either. Without selector the only image is meant; where all entries bear the same name, or none,
/// <c>index.json</c> itself is their index and is given as it stands. Of a name that several entries bear, beside others that do not, an index is
/// written that holds their JSON unchanged.
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md"/>
/// </remarks>
internal sealed class LayoutRepository : IRepository
{
    private const int LargestMarker = 4096;

    private readonly ContentFiles _files;
    private readonly ImageIndex _index;
    private readonly TimeProvider _time;

    private LayoutRepository(ContentFiles files, ImageIndex index, TimeProvider time) => (_files, _index, _time) = (files, index, time);

    /// <summary>Reads what the layout holds.</summary>
    /// <exception cref="RegistryException">It is no layout.</exception>
    internal static async Task<LayoutRepository> OpenAsync(ContentFiles files, TimeProvider time, CancellationToken cancellationToken)
    {
        var marker = await files.ReadAsync("oci-layout", LargestMarker, cancellationToken).ConfigureAwait(false);
        var index = await files.ReadAsync("index.json", Manifest.LargestSize, cancellationToken).ConfigureAwait(false);
        if (marker is null || index is null)
            throw new RegistryException(RegistryFault.Malformed, $"it is no OCI layout: it has no {(marker is null ? "oci-layout" : "index.json")}");
        try
        {
            var version = OciJson.Read(marker, "oci-layout", LargestMarker, root => root.Text("imageLayoutVersion"));
            if (version?.StartsWith("1.", StringComparison.Ordinal) != true)
                throw new RegistryException(RegistryFault.Malformed, "its oci-layout is not of version 1");
            return Manifest.Read(null, index) is ImageIndex read
                ? new(files, read, time)
                : throw new RegistryException(RegistryFault.Malformed, "its index.json is no index");
        }
        catch (FormatException e)
        {
            throw new RegistryException(RegistryFault.Malformed, $"its index cannot be read: {e.Message}", e);
        }
    }

    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken) =>
        RegistryException.WhileAsync($"read {Shown(selector)}", async () =>
        {
            if (selector is not null && Digest.Read(selector).TryGetValue(out var digest))
                return await ReadManifestAsync(_index.Entries.FirstOrDefault(entry => entry.Digest == digest)?.MediaType, digest, isWanted: false,
                    cancellationToken).ConfigureAwait(false);
            var chosen = Select(selector);
            var images = chosen.Where(entry => !entry.IsAttestation).DistinctBy(entry => entry.Digest).ToList();
            return images switch
            {
                [] => null,
                [var only] => await ReadManifestAsync(only.MediaType, only.Digest, isWanted: true, cancellationToken).ConfigureAwait(false),
                _ => chosen.Count == _index.Entries.Length ? _index : Manifest.Read(MediaTypes.OciIndex, IndexJson.Write(MediaTypes.OciIndex, [.. chosen.Select(entry => entry.Json)], [])),
            };
        });

    public async Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken) =>
        (await FindManifestAsync(selector, cancellationToken).ConfigureAwait(false))?.Self.Digest;

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken) =>
        RegistryException.WhileAsync($"read {Shown(blob.Digest.ToString())}", async () =>
            (ReadOnlyMemory<byte>)(await ReadAsync(blob.Digest, limit, cancellationToken).ConfigureAwait(false) ?? throw Missing(blob.Digest)));

    public Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        var doing = $"read {Shown(blob.Digest.ToString())}";
        return RegistryException.WhileAsync(doing, () =>
        {
            var file = _files.Find(PathOf(blob.Digest)) ?? throw Missing(blob.Digest);
            return Task.FromResult<Stream>(new VerifyingStream(file.Content, blob, doing, TimeSpan.FromMinutes(1), _time));
        });
    }

    private List<Descriptor> Select(string? selector)
    {
        if (selector is not null) return [.. _index.Entries.Where(entry => ImageNames.Of(entry).Any(name => ImageNames.Matches(name, selector)))];
        // What only lists what refers to an image is none.
        var entries = _index.Entries.Where(entry => !ImageNames.Of(entry).Any(ReferrersTag.Is)).ToList();
        var names = entries.Where(entry => !entry.IsAttestation).Select(entry => ImageNames.Of(entry).FirstOrDefault() ?? "").Distinct().ToList();
        var images = entries.Where(entry => !entry.IsAttestation).DistinctBy(entry => entry.Digest).Count();
        return names.Count <= 1 || images == 1 ? entries : throw ImageNames.Ambiguous(names);
    }

    private async Task<Manifest?> ReadManifestAsync(string? mediaType, Digest digest, bool isWanted, CancellationToken cancellationToken)
    {
        if (await ReadAsync(digest, Manifest.LargestSize, cancellationToken).ConfigureAwait(false) is not { } raw)
            return isWanted ? throw Missing(digest) : null;
        try
        {
            return Manifest.Read(mediaType, raw, digest);
        }
        catch (FormatException e)
        {
            throw new RegistryException(RegistryFault.Malformed, $"{digest} is no manifest: {e.Message}", e);
        }
    }

    private async Task<byte[]?> ReadAsync(Digest digest, int limit, CancellationToken cancellationToken)
    {
        var content = await _files.ReadAsync(PathOf(digest), limit, cancellationToken).ConfigureAwait(false);
        return content is null || digest.Matches(content)
            ? content
            : throw new RegistryException(RegistryFault.DigestMismatch, $"its blob {digest} has content of another digest, {Digest.Of(content)}");
    }

    // Digests are read from text once, with nothing but hexadecimal digits behind the colon: they cannot lead elsewhere.
    private static string PathOf(Digest digest) => $"blobs/{digest.Algorithm}/{digest.Hex}";

    private static RegistryException Missing(Digest digest) =>
        new(RegistryFault.Malformed, $"it has no blob {digest}, though its index or a manifest names it");

    private string Shown(string? selector) => selector is null ? _files.Shown : $"{selector} of {_files.Shown}";
}
