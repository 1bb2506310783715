namespace Archway.Verifying.Layers;

/// <summary>The path of an entry below the root: its parts in bytes with one slash between them, no slash at either end; the root itself is empty.</summary>
/// <remarks>
/// Runtimes unpack below the image's root, whatever a name begins with, and take <c>..</c> back by name before they look at what lies there.
/// A name that leads out is unpacked by one of them at the root and refused by another; it is told, and not a path.
/// </remarks>
internal sealed class TarPath
{
    // PATH_MAX of Linux has the NUL at the end in it.
    internal const int Longest = 4095;

    private readonly byte[] _bytes = new byte[Longest];
    private int _length;

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Takes a path as it was written; tells why it cannot be one, and null where it is.</summary>
    internal string? Set(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> written)
    {
        _length = 0;
        return Append(prefix) ?? Append(written);
    }

    private string? Append(ReadOnlySpan<byte> written)
    {
        while (!written.IsEmpty)
        {
            var slash = written.IndexOf((byte)'/');
            var part = slash < 0 ? written : written[..slash];
            written = slash < 0 ? default : written[(slash + 1)..];
            if (part.IsEmpty || part.SequenceEqual("."u8)) continue;
            if (part.SequenceEqual(".."u8))
            {
                if (_length == 0) return "its name leads out of the image";
                _length = Math.Max(0, Bytes.LastIndexOf((byte)'/'));
                continue;
            }

            var start = _length == 0 ? 0 : _length + 1;
            if (part.Length > Longest - start) return $"its name has more than {Longest} bytes";
            if (start > 0) _bytes[_length] = (byte)'/';
            part.CopyTo(_bytes.AsSpan(start));
            _length = start + part.Length;
        }

        return null;
    }
}
