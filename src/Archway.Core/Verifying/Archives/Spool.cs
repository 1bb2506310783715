using Archway.Verifying.Layers;

namespace Archway.Verifying.Archives;

/// <summary>Bytes that are kept as they come: the first in memory, and all in a temporary file once these are too many.</summary>
/// <remarks>The file has no name while it is used, where the system allows that, and so is gone however the run ends.</remarks>
internal sealed class Spool(int mostInMemory, string folder) : HeldBytes, IDisposable
{
    private byte[] _memory = [];
    private FileStream? _file;
    private long _length;

    internal override long Length => _length;

    /// <summary>Forgets what was kept.</summary>
    internal void Clear()
    {
        _file?.Dispose();
        (_file, _length) = (null, 0);
    }

    /// <summary>Keeps more.</summary>
    /// <exception cref="LayerException">This machine has no room for it.</exception>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        if (_file is null && bytes.Length <= mostInMemory - _length)
        {
            if (_length + bytes.Length > _memory.Length)
                Array.Resize(ref _memory, (int)Math.Min(mostInMemory, Math.Max(Math.Max(64 << 10, _length + bytes.Length), 2L * _memory.Length)));
            bytes.CopyTo(_memory.AsSpan((int)_length));
        }
        else
        {
            Write(bytes);
        }

        _length += bytes.Length;
    }

    internal override int Read(long at, Span<byte> to)
    {
        if (at >= _length) return 0;
        to = to[..(int)Math.Min(to.Length, _length - at)];
        if (_file is not null) return ReadFile(_file, at, to);
        _memory.AsSpan((int)at, to.Length).CopyTo(to);
        return to.Length;
    }

    public void Dispose() => Clear();

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_file is null)
            {
                _file = Open();
                RandomAccess.Write(_file.SafeFileHandle, _memory.AsSpan(0, (int)_length), 0);
            }

            RandomAccess.Write(_file.SafeFileHandle, bytes, _length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LayerException(LayerFault.NoRoom, $"an archive in it needs a temporary file ({e.Message}); set TMPDIR to a folder with room", e);
        }
    }

    private FileStream Open()
    {
        var path = Path.Combine(folder, $"archway-archive-{Guid.NewGuid():N}");
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream file = new(path, options);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }

    private static int ReadFile(FileStream file, long at, Span<byte> to)
    {
        var read = 0;
        while (read < to.Length && RandomAccess.Read(file.SafeFileHandle, to[read..], at + read) is > 0 and var count) read += count;
        return read;
    }
}
