using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Archway.Oci.Content;

namespace Archway.Resolving.Caching;

/// <summary>What was read from another machine's export.</summary>
/// <param name="Answers">What registries said that names of images stand for.</param>
/// <param name="Oldest">When the registry of the oldest was asked.</param>
/// <param name="Newest">When the registry of the newest was asked.</param>
/// <remarks>
/// The file is trusted for what registries said, since nobody signed it, and for nothing else: content must have its digest, names must be those
/// that an export writes, and everything is bounded. What it brings goes to a folder of its own, which takes the place of the last one at once.
/// </remarks>
public sealed record CacheImport(int Answers, DateTimeOffset Oldest, DateTimeOffset Newest)
{
    /// <summary>The bytes that a file may have at most; a cache of ten thousand images has some hundred megabytes.</summary>
    public const int LargestFile = 512 * 1024 * 1024;
    private const long LargestContent = 2L * 1024 * 1024 * 1024;
    private const int LargestList = 64 * 1024 * 1024;
    private const int MostEntries = 500_000;
    // JSON packs to a tenth; nothing honest packs to less than a hundredth.
    private const int HighestRatio = 100;
    private static readonly TimeSpan ClockDifference = TimeSpan.FromDays(1);

    /// <summary>Brings a file's answers into a cache beside what was imported before: all of them, or none.</summary>
    /// <param name="export">The file, from its beginning, in a form that knows its length.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="folder">The cache's folder.</param>
    /// <param name="now">The time: an answer from the future would outrank every other for ever.</param>
    /// <param name="cancellationToken">Ends the reading; then nothing was imported.</param>
    /// <exception cref="CacheException">The file is no export, or it cannot be kept.</exception>
    public static async Task<CacheImport> ReadAsync(
        Stream export, string name, string folder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var own = ManifestCache.FolderIn(folder);
        var import = $"{CacheFiles.ImportPrefix}{Guid.NewGuid():N}";
        var next = Path.Combine(own, import);
        try
        {
            if (CacheFiles.IsLink(own)) throw new CacheException($"cannot import into the cache: {own} is a link, and none is followed");
            CacheFiles.MakeFolder(own);
            CacheFiles.MakeFolder(next);
            var last = ManifestCache.ImportedFolder(own);
            List<Observation> seen;
            using (CacheShelf shelf = new(next))
            {
                seen = await UnpackAsync(export, shelf, cancellationToken);
                if (seen.Find(one => one.Seen > now + ClockDifference) is { } future)
                    throw new InvalidDataException($"what {future.Image} stood for is of {future.Seen:yyyy-MM-dd}, which is to come");
                if (last is not null && Directory.Exists(last) && !CacheFiles.IsLink(last)) Merge(new(last), shelf, cancellationToken);
                if (!shelf.IsWhole) throw new IOException("it cannot be written whole");
            }

            cancellationToken.ThrowIfCancellationRequested();
            // From here on it stands: whoever asks sees the one import or the other, never half of both.
            CacheFiles.WriteWhole(Path.Combine(own, CacheFiles.Imported), Encoding.ASCII.GetBytes(import));
            next = last;
            return new(seen.Count, seen.Min(one => one.Seen), seen.Max(one => one.Seen));
        }
        catch (EndOfStreamException)
        {
            throw Problem("it is cut off");
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw Problem(fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CacheException($"cannot import {name}: {fault.Message}");
        }
        finally
        {
            if (next is not null && Directory.Exists(next) && !CacheFiles.IsLink(next)) CacheFiles.Try(() => CacheSweep.RemoveShelf(next));
        }

        CacheException Problem(string why) => new($"cannot import {name}: {why}; write it anew with archway cache export");
    }

    private static async Task<List<Observation>> UnpackAsync(Stream export, CacheShelf into, CancellationToken cancellationToken)
    {
        if (export.Length > LargestFile) throw new InvalidDataException($"it has more than {LargestFile} bytes");
        // RFC 1952, 2.3.1
        if (export.ReadByte() != 0x1f || export.ReadByte() != 0x8b) throw new InvalidDataException("it is not compressed by gzip, as an export is");
        export.Position = 0;
        await using GZipStream unzipped = new(export, CompressionMode.Decompress, leaveOpen: true);
        await using LimitedStream limited = new(unzipped, Math.Min(LargestContent, export.Length * HighestRatio + 1024 * 1024));
        await using TarReader tar = new(limited);
        List<Observation>? seen = null;
        HashSet<Digest> content = [];
        for (var count = 0; await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry; count++)
        {
            if (count > MostEntries) throw new InvalidDataException($"it has more than {MostEntries} entries");
            if (entry.EntryType != TarEntryType.RegularFile || !entry.Name.StartsWith(CacheExport.Root, StringComparison.Ordinal)) throw Foreign(entry.Name);
            if (seen is null)
            {
                if (entry.Name != CacheExport.Observations) throw new InvalidDataException("it is no export of a cache");
                seen = ReadObservations(await ReadAsync(entry, LargestList, cancellationToken));
                continue;
            }

            if (CacheExport.DigestOf(entry.Name) is not { } digest || !content.Add(digest)) throw Foreign(entry.Name);
            var bytes = await ReadAsync(entry, ImageConfig.LargestSize, cancellationToken);
            if (!digest.Matches(bytes)) throw new InvalidDataException($"what it holds as {digest} is something else");
            into.KeepContent(digest, bytes);
        }

        if (seen is null or []) throw new InvalidDataException("it is no export of a cache");
        if (seen.Find(one => !content.Contains(one.Digest)) is { } without) throw new InvalidDataException($"it lacks what {without.Image} stood for");
        foreach (var one in seen) into.Keep(one);
        return seen;
    }

    private static List<Observation> ReadObservations(byte[] list)
    {
        var lines = Encoding.UTF8.GetString(list).TrimEnd('\n').Split('\n');
        if (lines[0] != CacheExport.FirstLine) throw new InvalidDataException("it is an export of another version of archway");
        return [.. lines.Skip(1).Select((line, i) => Observation.Read(line).TryGetValue(out var one)
            ? one
            : throw new InvalidDataException($"its list of names cannot be read at line {i + 2}"))];
    }

    private static async Task<byte[]> ReadAsync(TarEntry entry, int longest, CancellationToken cancellationToken)
    {
        if (entry.Length > longest) throw new InvalidDataException($"its entry {entry.Name} has {entry.Length} bytes, where {longest} at most are read");
        var bytes = new byte[entry.Length];
        if (entry.DataStream is { } data) await data.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    // The newest of what two imports say stands; content is what its digest says, whoever brought it.
    private static void Merge(CacheShelf last, CacheShelf next, CancellationToken cancellationToken)
    {
        foreach (var digest in last.Digests())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (last.FindContent(digest) is { } content) next.KeepContent(digest, content);
        }

        foreach (var one in last.Observations())
            if (next.Find(one.Image) is not { } other || other.Seen < one.Seen) next.Keep(one);
    }

    private static InvalidDataException Foreign(string name) => new($"it holds {name}, which no export writes");
}
