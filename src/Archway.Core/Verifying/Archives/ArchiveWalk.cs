using System.Globalization;
using Archway.Verifying.Binaries;

namespace Archway.Verifying.Archives;

/// <summary>One way through an archive, and through those that are nested in it.</summary>
/// <param name="bounds">How much is read.</param>
/// <param name="reader">Tells what files are.</param>
/// <param name="buffer">Room for a part of a file; the beginning of one tells what it may be.</param>
/// <param name="spools">Where nested archives that are packed are kept while they are read, by their depth.</param>
/// <param name="length">How long the outermost archive is.</param>
internal sealed class ArchiveWalk(ArchiveBounds bounds, FileReader reader, byte[] buffer, Spool[] spools, long length)
{
    private readonly ArchiveFindings _findings = new(bounds);
    private long _unpacked;
    private int _entries;
    private bool _isOver;

    internal ArchiveFindings Findings => _findings;

    /// <summary>Walks through an archive; false where it is none.</summary>
    internal bool TryRead(HeldBytes archive, CancellationToken cancellationToken) => TryRead(archive, "", 1, cancellationToken);

    private bool TryRead(HeldBytes archive, string path, int depth, CancellationToken cancellationToken)
    {
        var found = ZipEnd.Find(archive, out var isMarked);
        if (found is null && !isMarked) return false;
        try
        {
            if (found is not { } end) throw new ArchiveException(ArchiveReader.NoDirectory);
            if (end.DirectoryLength > bounds.LongestDirectory) throw new ArchiveException($"its directory is longer than {Shown(bounds.LongestDirectory)}");
            ReadEntries(archive, end, path, depth, cancellationToken);
        }
        catch (ArchiveException e)
        {
            _findings.AddGap(path, e.Message);
        }

        return true;
    }

    private void ReadEntries(HeldBytes archive, ZipEnd end, string path, int depth, CancellationToken cancellationToken)
    {
        ZipDirectory directory = new(archive, end);
        long packed = 0;
        while (!_isOver && directory.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++_entries > bounds.MostEntries) Stop($"it has more than {bounds.MostEntries} entries");
            if (_isOver || (directory.IsNameWhole && !EntryName.MayMatter(directory.Name))) continue;
            var name = EntryName.Clean(directory.NameText);
            var inner = path.Length == 0 ? name : $"{path}!/{name}";
            try
            {
                if (!directory.IsNameWhole) throw new ArchiveException($"its name has more than {ZipDirectory.LongestName} bytes");
                var content = directory.Entry.Find(archive, end.Before);
                packed += content.Length;
                // What reads the same bytes again and again is made to fill a disk with little.
                if (packed <= archive.Length) ReadEntry(directory.Entry, content, inner, depth, cancellationToken);
            }
            catch (ArchiveException e)
            {
                _findings.AddGap(inner, e.Message);
            }

            if (packed > archive.Length) throw new ArchiveException("its entries overlap");
        }
    }

    private void ReadEntry(ZipEntry entry, HeldBytes packed, string path, int depth, CancellationToken cancellationToken)
    {
        using ZipContent content = new(entry, packed);
        var head = Read(content, cancellationToken);
        if (WheelFile.IsOne(path)) _findings.Add(WheelFile.Read(head));
        else if (ArchiveReader.MayRead(path, head)) ReadNested(entry, packed, content, head, path, depth, cancellationToken);
        else if (FileKinds.Of(head) is FileKind.Elf or FileKind.Pe or FileKind.MachO or FileKind.FatOrClass or FileKind.Archive)
            ReadFile(entry, content, head, path, cancellationToken);
        if (content.IsDamaged) _findings.AddGap(path, "its content is not what the directory says");
    }

    private void ReadFile(ZipEntry entry, ZipContent content, ReadOnlySpan<byte> head, string path, CancellationToken cancellationToken)
    {
        reader.Begin(entry.Length);
        for (var part = head; !part.IsEmpty && !reader.IsDone; part = Read(content, cancellationToken)) reader.Add(part);
        // An assembly of .NET runs on every machine.
        if (reader.End() is { } file and (ElfFile or PeFile { Platforms.IsEmpty: false } or MachOFile or ObjectArchive) && !_findings.TryAdd(path, file))
            Stop("it has more files than are told of");
    }

    private void ReadNested(
        ZipEntry entry, HeldBytes packed, ZipContent content, ReadOnlySpan<byte> head, string path, int depth, CancellationToken cancellationToken)
    {
        var isPlain = ArchiveReader.IsPlain(head);
        if (depth == bounds.MostDepth)
        {
            _findings.AddGap(path, $"it lies in an archive in an archive; {bounds.MostDepth} are read that lie in each other");
            return;
        }

        var isRead = entry.IsStored
            ? TryRead(packed, path, depth + 1, cancellationToken)
            : TryReadPacked(content, head, path, depth, cancellationToken);
        if (!isRead && isPlain) _findings.AddGap(path, ArchiveReader.NoDirectory);
    }

    private bool TryReadPacked(ZipContent content, ReadOnlySpan<byte> head, string path, int depth, CancellationToken cancellationToken)
    {
        var spool = spools[depth - 1];
        try
        {
            for (var part = head; !part.IsEmpty; part = Read(content, cancellationToken)) spool.Add(part);
            return _isOver || TryRead(spool, path, depth + 1, cancellationToken);
        }
        finally
        {
            spool.Clear();
        }
    }

    // Nothing more comes of anything once too much has come.
    private ReadOnlySpan<byte> Read(ZipContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isOver) return [];
        var count = content.Read(buffer);
        _unpacked += count;
        if (_unpacked > bounds.MostUnpacked) Stop($"it unpacks to more than {Shown(bounds.MostUnpacked)}");
        else if (_unpacked > bounds.AlwaysUnpacked && _unpacked / bounds.MostFold > length)
            Stop($"it unpacks to more than {bounds.MostFold} times its size, as what is made to fill a disk does");
        return buffer.AsSpan(0, count);
    }

    private void Stop(string reason)
    {
        if (!_isOver) _findings.AddGap("", reason + "; the rest is not read");
        _isOver = true;
    }

    internal static string Shown(long bytes) => bytes >= 1 << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
}
