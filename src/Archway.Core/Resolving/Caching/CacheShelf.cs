using System.Text;
using Archway.Oci.Content;

namespace Archway.Resolving.Caching;

/// <summary>What one credential was served by one registry, or what was imported: content by its digest, and what names stood for.</summary>
/// <remarks>Content is hashed again when it is read. A shelf that cannot be read or written is an empty one, never an error.</remarks>
public sealed class CacheShelf
{
    private readonly string? _folder;

    internal CacheShelf(string? folder) => _folder = folder;

    /// <summary>Content by its digest; null when it is not kept, or not whole any more.</summary>
    public byte[]? FindContent(Digest digest)
    {
        if (_folder is null) return null;
        var content = CacheFiles.Try(() => CacheFiles.ReadWhole(Path.Combine(_folder, CacheFiles.ContentName(digest))));
        return content is not null && digest.Matches(content) ? content : null;
    }

    /// <summary>Keeps content under its digest.</summary>
    public void KeepContent(Digest digest, ReadOnlyMemory<byte> content) => Keep(CacheFiles.ContentName(digest), content);

    /// <summary>What a tag, or a digest, of a repository last stood for; null when that is not kept.</summary>
    /// <param name="repository">The repository with its registry.</param>
    /// <param name="selector">The tag or digest.</param>
    public Observation? Find(string repository, string selector)
    {
        var image = ImageOf(repository, selector);
        if (_folder is null || CacheFiles.Try(() => CacheFiles.ReadWhole(Path.Combine(_folder, NameOf(image)))) is not { } kept) return null;
        return Observation.Read(Encoding.UTF8.GetString(kept)).Value is { } seen && seen.Image == image ? seen : null;
    }

    /// <summary>Keeps what a tag, or a digest, of a repository stands for now.</summary>
    public void Keep(string repository, string selector, Digest digest, DateTimeOffset now)
    {
        Observation seen = new(ImageOf(repository, selector), digest, now);
        Keep(NameOf(seen.Image), Encoding.UTF8.GetBytes(seen.ToString()));
    }

    /// <summary>A name holds what no file name may; its hash holds nothing at all.</summary>
    internal static string NameOf(string image) => "tag-" + Digest.Of(Encoding.UTF8.GetBytes(image)).Hex;

    private static string ImageOf(string repository, string selector) =>
        $"{repository}{(selector.Contains(':', StringComparison.Ordinal) ? '@' : ':')}{selector}";

    private void Keep(string name, ReadOnlyMemory<byte> content)
    {
        if (_folder is null) return;
        CacheFiles.Try(() =>
        {
            CacheFiles.MakeFolder(_folder);
            CacheFiles.WriteWhole(Path.Combine(_folder, name), content.Span);
            return "";
        });
    }
}
