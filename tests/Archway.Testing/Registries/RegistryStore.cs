using Archway.Oci.Content;

namespace Archway.Testing.Registries;

/// <summary>What a registry holds: its repositories, and the uploads that have begun.</summary>
internal sealed class RegistryStore
{
    private readonly Dictionary<string, StoredRepository> _repositories = [];

    internal Dictionary<string, UploadSession> Uploads { get; } = [];

    internal StoredRepository? Find(string repository) => _repositories.GetValueOrDefault(repository);

    /// <summary>The repository, which comes to be with what is first put into it.</summary>
    internal StoredRepository Open(string repository) =>
        _repositories.TryGetValue(repository, out var found) ? found : _repositories[repository] = new StoredRepository();

    internal byte[]? FindBlob(string repository, Digest digest) => Find(repository)?.Blobs.GetValueOrDefault(digest);

    /// <summary>Stores an image with all below it, whatever it is.</summary>
    internal void Put(string repository, string tag, StoredImage image)
    {
        var here = Open(repository);
        foreach (var manifest in image.All())
        {
            here.Put(new(manifest.Digest, manifest.MediaType, manifest.Raw), tag: null);
            foreach (var blob in manifest.Blobs) here.Blobs[Digest.Of(blob)] = blob;
        }

        here.Put(new(image.Digest, image.MediaType, image.Raw), tag);
    }
}
