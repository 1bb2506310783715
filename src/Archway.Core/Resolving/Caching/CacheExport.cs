using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

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
    private readonly SortedDictionary<string, string> _content;

    private CacheExport(Dictionary<string, Observation> seen, SortedDictionary<string, string> content) => (_seen, _content) = (seen, content);

    /// <summary>What registries said that names of images stand for, counted.</summary>
    public int Answers => _seen.Count;

    /// <summary>Looks up what a cache keeps.</summary>
    /// <exception cref="CacheException">There is nothing.</exception>
    public static CacheExport Of(string folder, CancellationToken cancellationToken)
    {
        var (seen, content) = Collect(ManifestCache.FolderIn(folder), cancellationToken);
        return seen.Count == 0
            ? throw new CacheException($"the cache {folder} holds nothing to export; scan something with a network first")
            : new(seen, content);
    }

    /// <summary>Writes it all.</summary>
    public async Task WriteAsync(Stream to, CancellationToken cancellationToken)
    {
        await using GZipStream zip = new(to, CompressionLevel.Optimal, leaveOpen: true);
        await using TarWriter tar = new(zip, TarEntryFormat.Pax);
        var lines = _seen.Values.OrderBy(one => one.Image, StringComparer.Ordinal).Select(one => one.ToString()).Prepend(FirstLine);
        await AddAsync(tar, Observations, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), cancellationToken);
        foreach (var (name, path) in _content)
            if (FindWhole(name, path) is { } bytes) await AddAsync(tar, Root + name, bytes, cancellationToken);
    }

    private static Task AddAsync(TarWriter tar, string name, byte[] content, CancellationToken cancellationToken) =>
        tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(content, writable: false),
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            // Equal caches give equal files.
            ModificationTime = DateTimeOffset.UnixEpoch,
        }, cancellationToken);

    // Of what several credentials were served under one name the newest goes out; content is the same whoever was served it.
    private static (Dictionary<string, Observation> Seen, SortedDictionary<string, string> Content) Collect(string folder, CancellationToken cancellationToken)
    {
        Dictionary<string, Observation> seen = new(StringComparer.Ordinal);
        SortedDictionary<string, string> content = new(StringComparer.Ordinal);
        foreach (var shelf in Shelves(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var path in Directory.EnumerateFiles(shelf))
            {
                var name = Path.GetFileName(path);
                if (CacheFiles.DigestOf(name) is not null) content.TryAdd(name, path);
                if (FindObservation(name, path) is { } one && (!seen.TryGetValue(one.Image, out var other) || other.Seen < one.Seen)) seen[one.Image] = one;
            }
        }

        foreach (var one in seen.Values.Where(one => !content.TryGetValue(CacheFiles.ContentName(one.Digest), out var path)
            || FindWhole(CacheFiles.ContentName(one.Digest), path) is null).ToArray()) seen.Remove(one.Image);
        return (seen, content);
    }

    private static IEnumerable<string> Shelves(string folder)
    {
        var folders = CacheFiles.Try(() => Directory.Exists(folder) ? Directory.GetDirectories(folder) : null) ?? [];
        return folders.Where(path => CacheFiles.IsShelf(Path.GetFileName(path)))
            .Append(ManifestCache.ImportedFolder(folder)).OfType<string>()
            .Where(path => Directory.Exists(path) && !CacheFiles.IsLink(path))
            .Order(StringComparer.Ordinal);
    }

    private static Observation? FindObservation(string name, string path) =>
        CacheFiles.IsObservation(name) && CacheFiles.Try(() => CacheFiles.ReadWhole(path)) is { } line
            ? Observation.Read(Encoding.UTF8.GetString(line)).Value
            : null;

    private static byte[]? FindWhole(string name, string path) =>
        CacheFiles.Try(() => CacheFiles.ReadWhole(path)) is { } bytes && CacheFiles.DigestOf(name)!.Matches(bytes) ? bytes : null;
}
