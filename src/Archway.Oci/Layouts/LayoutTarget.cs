using System.Security.Cryptography;
using Archway.Oci.Content;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Oci.Registries.Pushing;

namespace Archway.Oci.Layouts;

/// <summary>An OCI image layout in a folder that is written to, made where there is none.</summary>
/// <remarks>
/// Each file is written beside its place and moved there when it is whole; the folder's index comes last. An image of the same name is replaced
/// in the index, and its blobs stay.
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md"/>
/// </remarks>
internal sealed class LayoutTarget : IImageTarget
{
    private const int PieceLength = 128 * 1024;

    private readonly ImageSource _place;
    private readonly string _folder;
    private readonly TimeProvider _time;

    private LayoutTarget(ImageSource place, string folder, TimeProvider time) => (_place, _folder, _time) = (place, folder, time);

    private static ReadOnlySpan<byte> Marker => "{\"imageLayoutVersion\":\"1.0.0\"}"u8;

    public string Shown => _place.ToString();

    public bool TakesSeveral => true;

    /// <summary>Opens a folder; it is made when the first blob is put.</summary>
    /// <exception cref="RegistryException">It holds something else than a layout.</exception>
    internal static LayoutTarget Open(ImageSource place, TimeProvider time)
    {
        var folder = place.Location!;
        if (File.Exists(folder)) throw new RegistryException(RegistryFault.Unreachable, "it is a file; use oci-archive: for an archive");
        // One that a run was stopped in, or that another writes to, has blobs and no more.
        if (Directory.Exists(folder) && !File.Exists(Path.Combine(folder, "oci-layout"))
            && Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Any(name => name != "blobs" && !IsPassing(name)))
            throw new RegistryException(RegistryFault.Malformed, "the folder is not empty and holds no OCI layout; name another");
        return new(place, folder, time);
    }

    public async Task<Digest?> FindDigestAsync(string? name, CancellationToken cancellationToken) =>
        (await FindManifestAsync(name, cancellationToken).ConfigureAwait(false))?.Self.Digest;

    public async Task<Manifest?> FindManifestAsync(string? name, CancellationToken cancellationToken)
    {
        if (name is not null && Digest.Read(name).TryGetValue(out var digest))
        {
            var file = FileOf(digest);
            if (!File.Exists(file) || new FileInfo(file).Length > Manifest.LargestSize) return null;
            return Manifest.Read(null, await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false), digest);
        }

        var entry = (await ReadIndexAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => IsNamed(one, name ?? _place.Selector));
        return entry is null ? null : await FindManifestAsync(entry.Digest.ToString(), cancellationToken).ConfigureAwait(false);
    }

    public Task<bool> HasBlobAsync(Descriptor blob, CancellationToken cancellationToken) =>
        Task.FromResult(new FileInfo(FileOf(blob.Digest)) is { Exists: true } file && (blob.Size is null || file.Length == blob.Size));

    public Task<bool> MountBlobAsync(Descriptor blob, ImageReference from, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task PutBlobAsync(BlobSource source, CancellationToken cancellationToken) => FileWork.DoAsync($"write {source.Blob.Digest} to {_place}", () =>
        WriteAsync(FileOf(source.Blob.Digest), async file =>
        {
            using PassingHash hash = new(source.Blob);
            var content = await source.Open(0, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                var piece = new byte[PieceLength];
                for (var at = 0L; await content.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and var count; at += count)
                {
                    hash.Append(at, piece.AsSpan(0, count));
                    await file.WriteAsync(piece.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                    source.Moved?.Invoke(count);
                }
            }

            hash.Check();
        }));

    public async Task<bool> PutManifestAsync(Manifest manifest, string? tag, CancellationToken cancellationToken)
    {
        if (!await HasBlobAsync(manifest.Self, cancellationToken).ConfigureAwait(false))
            await FileWork.DoAsync($"write {manifest.Self.Digest} to {_place}", () => WriteAsync(FileOf(manifest.Self.Digest), file => file.WriteAsync(manifest.Raw, cancellationToken).AsTask()))
                .ConfigureAwait(false);
        if (tag is not null) await NameAsync(manifest, tag, cancellationToken).ConfigureAwait(false);
        return false;
    }

    public async Task PublishAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        await PutManifestAsync(manifest, null, cancellationToken).ConfigureAwait(false);
        await NameAsync(manifest, _place.Selector is { } name && Digest.Read(name).Value is null ? name : null, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Descriptor>> FindReferrersAsync(Digest subject, CancellationToken cancellationToken) =>
        await FindManifestAsync(ReferrersTag.Of(subject), cancellationToken).ConfigureAwait(false) is ImageIndex index ? index.Entries : [];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task NameAsync(Manifest manifest, string? name, CancellationToken cancellationToken) => FileWork.DoAsync($"write the index of {_place}", async () =>
    {
        // Several images may go to one folder at once, from here or from elsewhere.
        using var turn = await FolderTurn.TakeAsync(_folder, _time, cancellationToken).ConfigureAwait(false);
        var before = await ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        var entry = IndexJson.Entry(manifest.Self, name is null ? [] : [new("org.opencontainers.image.ref.name", name)]);
        var kept = before.Where(one => !IsNamed(one, name)).Select(one => one.Json).ToList();
        if (before.Count == kept.Count + 1 && before.Any(one => IsNamed(one, name) && one.Json.Span.SequenceEqual(entry.Span))) return;
        await WriteAsync(Path.Combine(_folder, "oci-layout"), file => file.WriteAsync(Marker.ToArray(), cancellationToken).AsTask()).ConfigureAwait(false);
        var index = IndexJson.Write(MediaTypes.OciIndex, [.. kept, entry], []);
        await WriteAsync(Path.Combine(_folder, "index.json"), file => file.WriteAsync(index, cancellationToken).AsTask()).ConfigureAwait(false);
    });

    private async Task<IReadOnlyList<Descriptor>> ReadIndexAsync(CancellationToken cancellationToken)
    {
        FolderFiles files = new(_folder, _place.Path!);
        if (await files.ReadAsync("index.json", Manifest.LargestSize, cancellationToken).ConfigureAwait(false) is not { } raw) return [];
        try
        {
            return Manifest.Read(null, raw) is ImageIndex index ? index.Entries : throw new FormatException("it is no index");
        }
        catch (FormatException e)
        {
            throw new RegistryException(RegistryFault.Malformed, $"the index.json of {_place.Path} cannot be read: {e.Message}", e);
        }
    }

    private static bool IsNamed(Descriptor entry, string? name) =>
        name is null ? !ImageNames.Of(entry).Any() : ImageNames.Of(entry).Any(one => ImageNames.Matches(one, name));

    // What is written beside its place, see below, and the mark of whose turn it is.
    private static bool IsPassing(string name) => name.StartsWith(".index.json.", StringComparison.Ordinal) || name.StartsWith(".oci-layout.", StringComparison.Ordinal);

    private string FileOf(Digest digest) => Path.Combine(_folder, "blobs", digest.Algorithm, digest.Hex);

    // Whoever reads meanwhile, or stops this, finds the old file or the new one.
    private static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        FileWork.MakeFolder(Path.GetDirectoryName(path)!);
        var beside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        try
        {
            FileStream file = new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: false);
            await using (file.ConfigureAwait(false)) await write(file).ConfigureAwait(false);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
