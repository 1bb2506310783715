using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Archway.Resolving.Caching;

/// <summary>What was written to a file for another machine.</summary>
/// <param name="Answers">What registries said that names of images stand for.</param>
/// <param name="Bytes">The file's size.</param>
/// <remarks>
/// A tar, compressed by gzip: first the names, one a line, then every manifest and config under its digest. Neither the salt nor a fingerprint
/// of a credential is in it, so nothing tells who was served what; but it holds what private registries answered, so only its owner may read it.
/// </remarks>
public sealed record CacheExport(int Answers, long Bytes)
{
    internal const string Root = "archway-cache/";
    internal const string Observations = Root + "observations";
    internal const string FirstLine = "archway cache 1";

    /// <summary>Writes everything that a cache keeps to one file: the whole, or nothing.</summary>
    /// <exception cref="CacheException">There is nothing to write, or it cannot be written.</exception>
    public static async Task<CacheExport> WriteAsync(string folder, string file, CancellationToken cancellationToken)
    {
        var (seen, content) = Collect(ManifestCache.FolderIn(folder), cancellationToken);
        if (seen.Count == 0) throw new CacheException($"the cache {folder} holds nothing to export; scan something with a network first");
        var draft = $"{file}.{Guid.NewGuid():N}";
        try
        {
            await using (var stream = CacheFiles.Create(draft))
            await using (GZipStream zip = new(stream, CompressionLevel.Optimal))
            await using (TarWriter tar = new(zip, TarEntryFormat.Pax))
            {
                var lines = seen.Values.OrderBy(one => one.Image, StringComparer.Ordinal).Select(one => one.ToString()).Prepend(FirstLine);
                await AddAsync(tar, Observations, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), cancellationToken);
                foreach (var (name, path) in content)
                    if (FindWhole(name, path) is { } bytes) await AddAsync(tar, Root + name, bytes, cancellationToken);
            }

            File.Move(draft, file, overwrite: true);
            return new(seen.Count, new FileInfo(file).Length);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CacheException($"cannot export the cache to {file}: {fault.Message}");
        }
        finally
        {
            if (File.Exists(draft)) File.Delete(draft);
        }
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
