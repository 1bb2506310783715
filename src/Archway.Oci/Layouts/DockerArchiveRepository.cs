using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Oci.Layouts;

/// <summary>The images of an archive that <c>docker save</c> wrote before it wrote OCI layouts.</summary>
/// <remarks>
/// Such an archive has no manifests, only <c>manifest.json</c> with the name of each image's config and layers. The manifest given here is written
/// from these, as Docker's schema 2: the config with the hash of its file, each layer under its <c>diff_id</c> as an uncompressed tar. The same archive
/// so always yields the same bytes, and its digest is that of no registry. A layer that lies compressed in the archive is unpacked when read.
/// <see href="https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md#combined-image-json--filesystem-changeset-format"/>
/// </remarks>
internal sealed class DockerArchiveRepository : IRepository
{
    private const string LayerType = "application/vnd.docker.image.rootfs.diff.tar";
    // A config is read again for each image that names it.
    private const int MostOfConfigs = 64 * 1024 * 1024;

    private readonly TarFiles _files;
    private readonly List<SavedImage> _images;
    private readonly TimeProvider _time;

    private DockerArchiveRepository(TarFiles files, List<SavedImage> images, TimeProvider time) => (_files, _images, _time) = (files, images, time);

    /// <summary>Reads what the archive holds.</summary>
    /// <exception cref="RegistryException">It is no archive of <c>docker save</c>.</exception>
    internal static async Task<IRepository> OpenAsync(TarFiles files, TimeProvider time, CancellationToken cancellationToken)
    {
        if (files.Find("oci-layout") is { } marker)
        {
            await marker.Content.DisposeAsync().ConfigureAwait(false);
            return await LayoutRepository.OpenAsync(files, time, cancellationToken).ConfigureAwait(false);
        }

        var list = await files.ReadAsync("manifest.json", Manifest.LargestSize, cancellationToken).ConfigureAwait(false)
            ?? throw new RegistryException(RegistryFault.Malformed, "it is no archive of docker save: it has no manifest.json");
        try
        {
            List<SavedImage> images = [];
            long read = 0;
            foreach (var (config, layers, names) in SavedImage.ReadList(list))
            {
                var raw = await files.ReadAsync(config, ImageConfig.LargestSize, cancellationToken).ConfigureAwait(false)
                    ?? throw new RegistryException(RegistryFault.Malformed, $"its manifest.json names the config {config}, which is not there");
                read += raw.Length;
                if (read > MostOfConfigs) throw new FormatException($"the configs of its images have more than {MostOfConfigs} bytes altogether");
                images.Add(SavedImage.Of(raw, config, layers, names, Write));
            }

            return new DockerArchiveRepository(files, images, time);
        }
        catch (FormatException e)
        {
            throw new RegistryException(RegistryFault.Malformed, $"it is no archive of docker save that can be read: {e.Message}", e);
        }

        Manifest Write(ReadOnlyMemory<byte> config, IReadOnlyList<Digest> diffIds, IReadOnlyList<string> layers)
        {
            ArrayBufferWriter<byte> buffer = new();
            using (Utf8JsonWriter writer = new(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                writer.WriteStartObject();
                writer.WriteNumber("schemaVersion", 2);
                writer.WriteString("mediaType", MediaTypes.DockerManifest);
                writer.WritePropertyName("config");
                WriteDescriptor(writer, MediaTypes.DockerConfig, Digest.Of(config.Span), config.Length);
                writer.WriteStartArray("layers");
                foreach (var (diffId, layer) in diffIds.Zip(layers)) WriteDescriptor(writer, LayerType, diffId, UnpackedLength(files, layer));
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            return Manifest.Read(MediaTypes.DockerManifest, buffer.WrittenMemory);
        }
    }

    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken) =>
        Task.FromResult(Find(selector)?.Manifest);

    public Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken) =>
        Task.FromResult(Find(selector)?.Manifest.Self.Digest);

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken)
    {
        var config = _images.Find(image => image.ConfigDigest == blob.Digest)?.Config ?? throw Missing(blob.Digest).While(Doing(blob.Digest));
        return config.Length <= limit
            ? Task.FromResult(config)
            : throw new RegistryException(RegistryFault.TooLarge, $"it has {config.Length} bytes; {limit} at most are read of its kind")
                .While(Doing(blob.Digest));
    }

    public Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        if (_images.Find(image => image.ConfigDigest == blob.Digest) is { } image)
            return Task.FromResult<Stream>(new MemoryStream(image.Config.ToArray(), writable: false));
        try
        {
            var name = _images.Select(saved => saved.LayerOf(blob.Digest)).FirstOrDefault(layer => layer is not null) ?? throw Missing(blob.Digest);
            var file = _files.Find(name) ?? throw new RegistryException(RegistryFault.Malformed, $"its layer {name} is not there, or is a link");
            var content = _files.Describe(name) is { IsGzip: true } ? new GZipStream(file.Content, CompressionMode.Decompress) : file.Content;
            return Task.FromResult<Stream>(new VerifyingStream(content, blob, Doing(blob.Digest), TimeSpan.FromMinutes(1), _time));
        }
        catch (RegistryException e) when (!e.IsTold)
        {
            throw e.While(Doing(blob.Digest));
        }
    }

    private SavedImage? Find(string? selector)
    {
        if (selector is null)
        {
            return _images.Count <= 1
                ? _images.FirstOrDefault()
                : throw ImageNames.Ambiguous([.. _images.Select(image => image.Names.FirstOrDefault() ?? "")]).While($"read {_files.Shown}");
        }

        return Digest.Read(selector).TryGetValue(out var digest)
            ? _images.Find(image => image.Manifest.Self.Digest == digest || image.ConfigDigest == digest)
            : _images.Find(image => image.Names.Any(name => ImageNames.Matches(name, selector)));
    }

    private static void WriteDescriptor(Utf8JsonWriter writer, string mediaType, Digest digest, long? size)
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", mediaType);
        if (size is { } known) writer.WriteNumber("size", known);
        writer.WriteString("digest", digest.ToString());
        writer.WriteEndObject();
    }

    private static long? UnpackedLength(TarFiles files, string layer) => files.Describe(layer) is { IsGzip: false } file ? file.Length : null;

    private static RegistryException Missing(Digest digest) => new(RegistryFault.Malformed, $"it has no blob {digest}");

    private string Doing(Digest digest) => $"read {digest} of {_files.Shown}";
}
