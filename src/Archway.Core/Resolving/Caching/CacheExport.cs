using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Archway.Oci.Content;

namespace Archway.Resolving.Caching;

/// <summary>Everything that a cache keeps, to be written for another machine.</summary>
/// <remarks>
/// A tar, compressed by gzip: first the names, one a line, then every manifest and config under its digest. Neither the salt nor a fingerprint
/// of a credential is in it, so nothing tells who was served what; but it holds what private registries answered, so only its owner may read it.
/// </remarks>
public sealed class CacheExport
{
    internal const string Root = "archway-cache/";
    internal const string Observations = Root + "observations";
    internal const string FirstLine = "archway cache 1";

    private readonly Dictionary<string, Observation> _seen;
    private readonly Dictionary<Digest, CacheShelf> _content;

    private CacheExport(Dictionary<string, Observation> seen, Dictionary<Digest, CacheShelf> content) => (_seen, _content) = (seen, content);

    /// <summary>What registries said that names of images stand for, counted.</summary>
    public int Answers => _seen.Count;

    /// <summary>Looks up what a cache keeps.</summary>
    /// <exception cref="CacheException">There is nothing.</exception>
    public static CacheExport Of(string folder, CancellationToken cancellationToken)
    {
        var export = Collect(ManifestCache.FolderIn(folder), cancellationToken);
        return export.Answers == 0
            ? throw new CacheException($"the cache {folder} holds nothing to export; scan something with a network first")
            : export;
    }

    /// <summary>Writes it all.</summary>
    public async Task WriteAsync(Stream to, CancellationToken cancellationToken)
    {
        await using GZipStream zip = new(to, CompressionLevel.Optimal, leaveOpen: true);
        await using TarWriter tar = new(zip, TarEntryFormat.Pax);
        var lines = _seen.Values.OrderBy(one => one.Image, StringComparer.Ordinal).Select(one => one.ToString()).Prepend(FirstLine);
        await AddAsync(tar, Observations, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), cancellationToken);
        foreach (var (digest, shelf) in _content.OrderBy(one => NameOf(one.Key), StringComparer.Ordinal))
            if (shelf.FindContent(digest) is { } bytes) await AddAsync(tar, NameOf(digest), bytes, cancellationToken);
    }

    /// <summary>What content is called in the file.</summary>
    internal static string NameOf(Digest digest) => $"{Root}{digest.Algorithm}-{digest.Hex}";

    /// <summary>The digest that a name in the file stands for; null when it is no name of content.</summary>
    internal static Digest? DigestOf(string name) =>
        name[Root.Length..] is var own && own.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? Digest.Read($"{own[..dash]}:{own[(dash + 1)..]}").Value : null;

    private static Task AddAsync(TarWriter tar, string name, byte[] content, CancellationToken cancellationToken) =>
        tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(content, writable: false),
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            // Equal caches give equal files.
            ModificationTime = DateTimeOffset.UnixEpoch,
        }, cancellationToken);

    // Of what several credentials were served under one name the newest goes out; content is the same whoever was served it.
    private static CacheExport Collect(string folder, CancellationToken cancellationToken)
    {
        Dictionary<string, Observation> seen = new(StringComparer.Ordinal);
        Dictionary<Digest, CacheShelf> content = [];
        foreach (var shelf in Shelves(folder).Select(path => new CacheShelf(path)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // One shelf's copy may be damaged where another's is whole.
            foreach (var digest in shelf.Digests())
                if (content.GetValueOrDefault(digest)?.FindContent(digest) is null) content[digest] = shelf;
            foreach (var one in shelf.Observations())
                if (!seen.TryGetValue(one.Image, out var other) || other.Seen < one.Seen) seen[one.Image] = one;
        }

        foreach (var one in seen.Values.Where(one => content.GetValueOrDefault(one.Digest)?.FindContent(one.Digest) is null).ToArray())
            seen.Remove(one.Image);
        return new(seen, content);
    }

    private static IEnumerable<string> Shelves(string folder)
    {
        var folders = CacheFiles.Try(() => Directory.Exists(folder) ? Directory.GetDirectories(folder) : null) ?? [];
        return folders.Where(path => CacheFiles.IsShelf(Path.GetFileName(path)))
            .Append(ManifestCache.ImportedFolder(folder)).OfType<string>()
            .Where(path => Directory.Exists(path) && !CacheFiles.IsLink(path))
            .Order(StringComparer.Ordinal);
    }
}
