using Archway.Verifying.Binaries;
using Archway.Verifying.Layers;

namespace Archway.Verifying.Archives;

/// <summary>Tells what is in zip archives whose bytes pass once, in order; one reader reads archive after archive.</summary>
/// <remarks>
/// <see cref="Begin"/>, then <see cref="Add"/> for the bytes in parts of any size, then <see cref="End"/>. The directory of such an archive stands at
/// its end, so the bytes are kept until then: a megabyte in memory, more in a temporary file.
/// </remarks>
/// <param name="bounds">How much of an archive is read.</param>
/// <param name="folder">Where temporary files may be made.</param>
internal sealed class ArchiveReader(ArchiveBounds bounds, string folder) : IDisposable
{
    /// <summary>How many first bytes of a file are enough to tell whether it may be an archive.</summary>
    internal const int Head = 16 << 10;

    internal const string NoDirectory = "its directory is not found, as if it were cut short";

    private readonly FileReader _reader = new();
    private readonly byte[] _buffer = new byte[Head];
    private readonly Spool _spool = new(bounds.MostInMemory, folder);
    private readonly Spool[] _nested = [.. Enumerable.Range(1, bounds.MostDepth - 1).Select(_ => new Spool(bounds.MostInMemory, folder))];
    private long _length;

    /// <summary>Whether the rest of the file need not be added: it is too large to be read.</summary>
    internal bool IsDone => _length > bounds.MostBytes && _spool.Length > 0;

    /// <summary>Whether a file may be an archive, by its path and its first bytes, of which <see cref="Head"/> are enough.</summary>
    /// <remarks>
    /// Jars that start themselves have a script before them, and so have zipped programs of Python; with other bytes before them they are known by their
    /// names alone.
    /// </remarks>
    internal static bool MayRead(string path, ReadOnlySpan<byte> head) =>
        IsPlain(head) || (FileKinds.Of(head) == FileKind.Script && head.IndexOf("PK\u0003\u0004"u8) > 0) || (!head.IsEmpty && EntryName.IsOfArchive(path));

    /// <summary>Whether a file begins as an archive does, or as a module of Java, which has four bytes before it.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> head) =>
        FileKinds.Of(head) == FileKind.Zip || (head.StartsWith("JM"u8) && head.Length > 4 && FileKinds.Of(head[4..]) == FileKind.Zip);

    /// <summary>Turns to the next file.</summary>
    internal void Begin(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _spool.Clear();
        _length = length;
    }

    /// <summary>Takes the next bytes of the file.</summary>
    /// <exception cref="LayerException">This machine has no room for it.</exception>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        if (!IsDone) _spool.Add(bytes);
    }

    /// <summary>Tells what is in the archive; where the file is none after all, what it is by its first bytes.</summary>
    /// <returns>Null when it is nothing of interest.</returns>
    /// <exception cref="LayerException">This machine has no room for what is nested in it.</exception>
    internal FileContent? End(CancellationToken cancellationToken)
    {
        try
        {
            var head = _buffer.AsSpan(0, _spool.Read(0, _buffer));
            var isPlain = IsPlain(head);
            var before = isPlain ? null : ReadBefore();
            ArchiveWalk walk = new(bounds, _reader, _buffer, _nested, _spool.Length);
            if (IsDone) walk.Findings.AddGap("", $"it is larger than {ArchiveWalk.Shown(bounds.MostBytes)}, which is read of no archive");
            else if (!walk.TryRead(_spool, cancellationToken))
            {
                if (!isPlain) return before;
                walk.Findings.AddGap("", NoDirectory);
            }

            return walk.Findings.Content(before);
        }
        finally
        {
            _spool.Clear();
        }
    }

    public void Dispose()
    {
        _spool.Dispose();
        foreach (var one in _nested) one.Dispose();
    }

    private FileContent? ReadBefore()
    {
        _reader.Begin(_length);
        for (long at = 0; !_reader.IsDone && _spool.Read(at, _buffer) is > 0 and var count; at += count) _reader.Add(_buffer.AsSpan(0, count));
        return _reader.End();
    }
}
