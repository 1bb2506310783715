using System.Formats.Tar;
using System.Security.Cryptography;
using Archway.Oci.Content;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Oci.Registries.Pushing;

namespace Archway.Oci.Layouts;

/// <summary>An OCI layout in a new tar: what is put goes straight into it, and the file appears when it is whole.</summary>
/// <remarks>The same image always gives the same bytes: entries have no owner and no time.</remarks>
internal sealed class ArchiveTarget : IImageTarget
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Enterable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly ImageSource _place;
    private readonly string _beside;
    private readonly HashSet<Digest> _put = [];
    private readonly Dictionary<string, Manifest> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private TarWriter? _tar;
    private bool _isPublished;

    private ArchiveTarget(ImageSource place)
    {
        _place = place;
        var path = Path.GetFullPath(place.Location!);
        _beside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
    }

    public string Shown => _place.ToString();

    // A tar has one end.
    public bool TakesSeveral => false;

    /// <exception cref="RegistryException">A folder of that name is there.</exception>
    internal static ArchiveTarget Open(ImageSource place) => Directory.Exists(place.Location)
        ? throw new RegistryException(RegistryFault.Unreachable, "it is a folder; use oci: for a layout")
        : new(place);

    public Task<Digest?> FindDigestAsync(string? name, CancellationToken cancellationToken) => Task.FromResult(
        name is not null && Digest.Read(name).TryGetValue(out var digest) && _put.Contains(digest) ? digest : null);

    public Task<Manifest?> FindManifestAsync(string? name, CancellationToken cancellationToken) =>
        Task.FromResult(name is null ? null : _named.GetValueOrDefault(name));

    public Task<bool> HasBlobAsync(Descriptor blob, CancellationToken cancellationToken) => Task.FromResult(_put.Contains(blob.Digest));

    public Task<bool> MountBlobAsync(Descriptor blob, ImageReference from, CancellationToken cancellationToken) => Task.FromResult(false);

    public async Task PutBlobAsync(BlobSource source, CancellationToken cancellationToken)
    {
        var size = source.Blob.Size ?? throw new RegistryException(RegistryFault.Malformed, $"the size of {source.Blob.Digest} is not told");
        var content = await source.Open(0, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            SizedStream sized = new(content, source.Blob, size, source.Moved);
            await using (sized.ConfigureAwait(false))
            {
                await AddAsync(source.Blob.Digest, sized, cancellationToken).ConfigureAwait(false);
                sized.Check();
            }
        }
    }

    public async Task<bool> PutManifestAsync(Manifest manifest, string? tag, CancellationToken cancellationToken)
    {
        if (!_put.Contains(manifest.Self.Digest))
            await AddAsync(manifest.Self.Digest, new MemoryStream(manifest.Raw.ToArray()), cancellationToken).ConfigureAwait(false);
        if (tag is not null) _named[tag] = manifest;
        return false;
    }

    public async Task PublishAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        await PutManifestAsync(manifest, null, cancellationToken).ConfigureAwait(false);
        var name = _place.Selector is { } selector && Digest.Read(selector).Value is null ? selector : null;
        ReadOnlyMemory<byte>[] entries =
        [
            Entry(manifest, name),
            .. _named.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => Entry(one.Value, one.Key)),
        ];
        await WriteAsync("index.json", new MemoryStream(IndexJson.Write(MediaTypes.OciIndex, entries, []).ToArray()), cancellationToken).ConfigureAwait(false);
        await WriteAsync("oci-layout", new MemoryStream("{\"imageLayoutVersion\":\"1.0.0\"}"u8.ToArray()), cancellationToken).ConfigureAwait(false);
        await FileWork.DoAsync($"write {_place}", async () =>
        {
            await _tar!.DisposeAsync().ConfigureAwait(false);
            File.Move(_beside, _place.Location!, overwrite: true);
        }).ConfigureAwait(false);
        _isPublished = true;
    }

    public Task<IReadOnlyList<Descriptor>> FindReferrersAsync(Digest subject, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Descriptor>>([]);

    public async ValueTask DisposeAsync()
    {
        if (_isPublished || _tar is null) return;
        await _tar.DisposeAsync().ConfigureAwait(false);
        File.Delete(_beside);
    }

    private static ReadOnlyMemory<byte> Entry(Manifest manifest, string? name) =>
        IndexJson.Entry(manifest.Self, name is null ? [] : [new("org.opencontainers.image.ref.name", name)]);

    private async Task AddAsync(Digest digest, Stream content, CancellationToken cancellationToken)
    {
        await WriteAsync($"blobs/{digest.Algorithm}/{digest.Hex}", content, cancellationToken).ConfigureAwait(false);
        _put.Add(digest);
    }

    private Task WriteAsync(string name, Stream content, CancellationToken cancellationToken) => FileWork.DoAsync($"write {_place}", async () =>
    {
        _tar ??= new(new FileStream(_beside, FileMode.CreateNew, FileAccess.Write, FileShare.None), TarEntryFormat.Gnu, leaveOpen: false);
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1))
            if (_folders.Add(name[..slash]))
                await _tar.WriteEntryAsync(new GnuTarEntry(TarEntryType.Directory, name[..slash] + "/") { ModificationTime = DateTimeOffset.UnixEpoch, Mode = Enterable },
                    cancellationToken).ConfigureAwait(false);
        GnuTarEntry entry = new(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch, Mode = Readable };
        await _tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
    });
}
