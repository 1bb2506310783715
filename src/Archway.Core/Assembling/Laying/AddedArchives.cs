using System.Collections.Immutable;
using Archway.Verifying.Archives;
using Archway.Verifying.Binaries;
using Archway.Verifying.Layers;
using Archway.Verifying.Trees;

namespace Archway.Assembling.Laying;

/// <summary>The programs in the packed files that are added: in tars, packed or not, and in files that are packed alone.</summary>
/// <remarks>Jars and other zips are read where layers are. What lies in a tar within a tar is not looked into.</remarks>
internal sealed class AddedArchives
{
    private const int Head = 512;
    private const int LongestHead = 64 * 1024;
    private const int MarkAt = 257;
    private static readonly LayerBounds Bounds = new() { MostUnpacked = 4L << 30, MostHeaders = 1_000_000 };

    private static readonly (byte[] Begin, string Name)[] Others =
    [
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "xz"), ("BZh"u8.ToArray(), "bzip2"), ([0x04, 0x22, 0x4D, 0x18], "lz4"), ([0x1F, 0x9D], "compress"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], "7z"), ([0xED, 0xAB, 0xEE, 0xDB], "rpm"), ("!<arch>\ndebian-binary"u8.ToArray(), "deb"),
    ];

    private readonly Dictionary<string, ArchiveContent?> _read = new(StringComparer.Ordinal);
    private readonly List<string> _remarks = [];

    /// <summary>What could not be looked into, a sentence each.</summary>
    internal ImmutableArray<string> Remarks => [.. _remarks];

    /// <summary>What is in a file; null where it is not packed, or holds nothing that is for a machine.</summary>
    internal async Task<ArchiveContent?> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue(file.FullName, out var known)) return known;
        return _read[file.FullName] = await ReadNewAsync(file, cancellationToken);
    }

    private async Task<ArchiveContent?> ReadNewAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var head = new byte[Head];
        await using (var content = Open(file)) head = head[..await content.ReadAtLeastAsync(head, Head, throwOnEndOfStream: false, cancellationToken)];
        if (Array.Find(Others, one => head.AsSpan().StartsWith(one.Begin)) is { Name: { } packer })
        {
            _remarks.Add($"'{file.FullName}' is packed by {packer} and was not looked into");
            return null;
        }

        if (head is not ([0x1F, 0x8B, ..] or [0x28, 0xB5, 0x2F, 0xFD, ..]) && !IsTar(head)) return null;
        // It waits for other threads, which may be those of the pool.
        var files = await await Task.Factory.StartNew(() => ReadFilesAsync(file, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return files.IsEmpty ? null : new() { Files = files };
    }

    private async Task<ImmutableArray<ArchivedFile>> ReadFilesAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            var head = await UnpackAsync(file, unpacked =>
            {
                var bytes = new byte[LongestHead];
                return bytes[..unpacked.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
            }, cancellationToken);
            if (IsTar(head)) return await UnpackAsync(file, unpacked => FilesOf(new(unpacked, Bounds), cancellationToken), cancellationToken);
            // What is packed alone tells by its first bytes what it is, and for which machine.
            FileReader reader = new();
            reader.Begin(head.Length);
            reader.Add(head);
            return reader.End() is { } content ? [new(Path.GetFileNameWithoutExtension(file.Name), content)] : [];
        }
        catch (LayerException e)
        {
            _remarks.Add($"'{file.FullName}' was not looked into: {e.Reason}");
            return [];
        }
    }

    private static async Task<T> UnpackAsync<T>(FileInfo file, Func<Stream, T> read, CancellationToken cancellationToken)
    {
        await using PackedStream packed = new(Open(file), Bounds.MostPacked, cancellationToken);
        await using LayerStream unpacked = new(packed, "", Bounds, cancellationToken);
        return read(unpacked);
    }

    private static ImmutableArray<ArchivedFile> FilesOf(TarWalker tar, CancellationToken cancellationToken)
    {
        ImageTree tree = new([LayerWalk.Observe(tar, cancellationToken)], 0, cancellationToken);
        return
        [
            .. tree.Files().Where(tree.HasContent).SelectMany(node => (tree.PathOf(node).TrimStart('/'), tree.ContentOf(node)) switch
            {
                (var path, ArchiveContent nested) => nested.Files.Select(one => new ArchivedFile($"{path}!/{one.Path}", one.Content)),
                (var path, { } content) => [new(path, content)],
                _ => Array.Empty<ArchivedFile>(),
            }),
        ];
    }

    private static bool IsTar(ReadOnlySpan<byte> head) => head.Length > MarkAt && head[MarkAt..].StartsWith("ustar"u8);

    private static FileStream Open(FileInfo file) => new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
}
