using Archway.Oci.Content;

namespace Archway.Testing.Registries;

/// <summary>What one repository holds.</summary>
internal sealed class StoredRepository
{
    /// <summary>In the order that the specification asks of a list: without regard to case.</summary>
    internal static readonly Comparer<string> TagOrder = Comparer<string>.Create((left, right) =>
        string.Compare(left, right, StringComparison.OrdinalIgnoreCase) is not 0 and var order ? order : string.CompareOrdinal(left, right));

    internal Dictionary<Digest, byte[]> Blobs { get; } = [];

    /// <summary>In the order they were pushed.</summary>
    internal OrderedDictionary<Digest, StoredManifest> Manifests { get; } = [];

    internal SortedDictionary<string, StoredManifest> Tags { get; } = new(TagOrder);

    /// <summary>The manifest that a tag or a digest names.</summary>
    internal StoredManifest? FindManifest(string reference) =>
        Digest.Read(reference).TryGetValue(out var digest) ? Manifests.GetValueOrDefault(digest) : Tags.GetValueOrDefault(reference);

    internal void Put(StoredManifest manifest, string? tag)
    {
        Manifests[manifest.Digest] = manifest;
        if (tag is not null) Tags[tag] = manifest;
    }

    /// <summary>Deletes a manifest with the tags that name it.</summary>
    internal bool Delete(Digest digest)
    {
        foreach (var (tag, manifest) in Tags.ToList())
            if (manifest.Digest == digest) Tags.Remove(tag);
        return Manifests.Remove(digest);
    }
}
