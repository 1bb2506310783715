namespace Archway.Verifying.Binaries;

/// <summary>Tells what files are while their bytes pass once, in order; one reader reads file after file.</summary>
/// <remarks>
/// <see cref="Begin"/>, then <see cref="Add"/> for the bytes in parts of any size, then <see cref="End"/>. A file of no interest is known by its
/// first bytes, and costs nothing further; nothing is kept of it.
/// </remarks>
internal sealed class FileReader
{
    // The headers of an ELF file with its segments, those of a PE file, the line of a script; Go has its sections here as well.
    private const int Head = 4096;

    private readonly KeptBytes _kept = new();
    private IFileReading? _reading;
    private bool _isBegun;

    /// <summary>Whether the rest of the file need not be added: <see cref="End"/> knows already.</summary>
    internal bool IsDone => _isBegun && _kept.IsDone;

    /// <summary>Turns to the next file.</summary>
    internal void Begin(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _kept.Begin(length);
        (_reading, _isBegun) = (null, length == 0);
    }

    /// <summary>Takes the next bytes of the file.</summary>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        if (!_isBegun && bytes.Length > 0)
        {
            _isBegun = true;
            if (MayMatter(bytes[0]) && !(bytes.Length >= 4 && IsOther(bytes))) _kept.Want(0, Head);
        }

        while (bytes.Length > 0 && !_kept.IsDone)
        {
            var (taken, isWhole) = _kept.Take(bytes);
            bytes = bytes[taken..];
            if (!isWhole) continue;
            _reading ??= Reading(_kept.From(0));
            _reading?.Continue(_kept);
        }
    }

    /// <summary>Tells what the file is; null when it is nothing of interest.</summary>
    /// <remarks>A file that ends before its length is what its beginning says.</remarks>
    internal FileContent? End() => (_reading ?? Reading(_kept.From(0)))?.Finish(_kept);

    private static bool MayMatter(byte first) => first is 0x7F or (byte)'#' or (byte)'!' or (byte)'M' or (byte)'P' or 0xCA or 0xCE or 0xCF or 0xFE or 0;

    private static bool IsOther(ReadOnlySpan<byte> head) => FileKinds.Of(head) == FileKind.Other;

    private static IFileReading? Reading(ReadOnlySpan<byte> head) => FileKinds.Of(head) switch
    {
        FileKind.Elf => ElfHeader.Read(head) is { } header ? new ElfReading(header) : null,
        FileKind.Archive => new ArchiveReading(),
        FileKind.Other => null,
        var kind => new HeadReading(kind),
    };
}
