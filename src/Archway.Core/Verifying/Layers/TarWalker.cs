using System.Text;
using Archway.Oci.Layouts;

namespace Archway.Verifying.Layers;

/// <summary>The entries of a layer's tar, one after another, each with its content once.</summary>
/// <remarks>
/// What is not read of an entry is passed over when the next is turned to. Spans are good until then, or until more is read.
/// Where readers of tars differ, this one reads as those of container runtimes do, since what they unpack is the image: a global header changes
/// nothing, a lone block of zeros is followed by another or by the end, and a name is one below the root, see <see cref="TarPath"/>.
/// </remarks>
internal sealed class TarWalker
{
    /// <summary>How many first bytes of a content can be looked at.</summary>
    internal const int LongestHead = 16 * 1024;

    // Named one by one; beyond that they are counted.
    private const int MostNamed = 20;

    private readonly LayerBounds _bounds;
    private readonly TarBuffer _buffer;
    private readonly TarContent _content;
    private readonly TarExtensions _extensions = new();
    private readonly TarPath _path = new();
    private readonly TarPath _linkPath = new();
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private readonly List<PassedOver> _passedOver = [];
    private byte[] _text = new byte[4096];
    private int _headers;
    private long _holes;

    internal TarWalker(Stream tar, LayerBounds bounds)
    {
        (_bounds, _buffer) = (bounds, new TarBuffer(tar));
        _content = new TarContent(_buffer);
    }

    /// <summary>Where the entry lies below the root: no slash at either end, neither <c>.</c> nor <c>..</c>; empty for the root itself.</summary>
    internal ReadOnlySpan<byte> Path => _path.Bytes;

    /// <summary>The path as text, made anew each time; bytes that are no UTF-8 are replaced.</summary>
    internal string PathText => Encoding.UTF8.GetString(Path);

    /// <summary>What the entry becomes.</summary>
    internal TarKind Kind { get; private set; }

    /// <summary>How long a file's content is, with the zeros that a sparse one leaves out.</summary>
    internal long Size { get; private set; }

    /// <summary>The permissions.</summary>
    internal int Mode { get; private set; }

    /// <summary>What a symbolic link says, as it was written; of a hard link where its file lies, as in <see cref="Path"/>.</summary>
    internal ReadOnlySpan<byte> LinkTarget => Kind switch
    {
        TarKind.HardLink => _linkPath.Bytes,
        TarKind.SymbolicLink => WrittenLink,
        _ => [],
    };

    /// <summary>Whether the tar's end was come to.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>The first entries that could become no file.</summary>
    internal IReadOnlyList<PassedOver> PassedOver => _passedOver;

    /// <summary>How many entries could become no file.</summary>
    internal int PassedOverCount { get; private set; }

    private ReadOnlySpan<byte> WrittenLink => _extensions.Link.IsEmpty ? new TarHeader(_block).Link : _extensions.Link;

    /// <summary>Turns to the next entry; false at the end.</summary>
    /// <exception cref="LayerException">It is no tar, or is broken, cut short or beyond the bounds.</exception>
    internal bool MoveNext(CancellationToken cancellationToken)
    {
        _extensions.Clear();
        try
        {
            while (!IsAtEnd)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _content.Finish();
                if (!ReadHeader()) IsAtEnd = true;
                else if (Take(new TarHeader(_block))) return true;
            }

            return false;
        }
        catch (FormatException e)
        {
            throw new LayerException(LayerFault.Malformed, $"its tar cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The first bytes of a file's content, which are still to be read; fewer than asked for where there are no more.</summary>
    internal ReadOnlySpan<byte> Head(int count) => _content.Head(count);

    /// <summary>The next bytes of a file's content, as many as are at hand; nothing at its end.</summary>
    internal ReadOnlySpan<byte> Read() => _content.Read();

    private bool ReadHeader()
    {
        var block = _buffer.Peek(_block.Length);
        if (block.IsEmpty) return false;
        if (block.Length < _block.Length) throw TarContent.CutShort();
        block.CopyTo(_block);
        _buffer.Take(_block.Length);
        TarHeader header = new(_block);
        if (header.IsEnd)
        {
            var next = _buffer.Peek(_block.Length);
            return next.IndexOfAnyExcept((byte)0) < 0 ? false : throw new FormatException("one block of zeros stands between its entries");
        }

        if (!header.IsValid)
            throw new FormatException(_headers == 0 ? "it does not begin as one" : "it holds an entry without a valid header");
        if (++_headers > _bounds.MostHeaders)
            throw new LayerException(LayerFault.TooLarge, $"its tar has more than {_bounds.MostHeaders} entries, which are read of no layer");
        return true;
    }

    // Whether it is an entry, and not what is said of the next one, or what can become no file.
    private bool Take(TarHeader header)
    {
        switch (header.Kind)
        {
            case 'x':
                _extensions.AddPax(Text(header));
                return false;
            case 'L':
                _extensions.AddGnuPath(Text(header));
                return false;
            case 'K':
                _extensions.AddGnuLink(Text(header));
                return false;
            case 'g':
                _content.Begin(header.Size, null);
                _extensions.Clear();
                return false;
        }

        var reason = Describe(header);
        if (reason is null) return true;
        PassedOverCount++;
        if (_passedOver.Count < MostNamed) _passedOver.Add(new(Shown(header), reason));
        _extensions.Clear();
        return false;
    }

    // Why the entry can become no file; null when it can.
    private string? Describe(TarHeader header)
    {
        var isFolder = header.Kind == '5' || (header.Kind == '\0' && WrittenPath(header) is [.., (byte)'/']);
        TarKind? kind = header.Kind switch
        {
            _ when isFolder => TarKind.Folder,
            '\0' or '0' or '7' or 'S' => TarKind.File,
            '1' => TarKind.HardLink,
            '2' => TarKind.SymbolicLink,
            '3' or '4' or '6' => TarKind.Special,
            _ => null,
        };
        (Kind, Mode) = (kind ?? TarKind.Special, header.Mode);
        BeginContent(header, kind == TarKind.File || kind is null);
        if (kind is null) return $"no runtime unpacks its kind, {(int)header.Kind}";
        if (_path.Set(_extensions.Path.IsEmpty ? header.Prefix : [], WrittenPath(header)) is { } problem) return problem;
        if (Path.IsEmpty && kind != TarKind.Folder) return "it has no name";
        if (kind == TarKind.SymbolicLink) return WrittenLink.Length > TarPath.Longest ? $"its link has more than {TarPath.Longest} bytes" : null;
        if (kind != TarKind.HardLink) return null;
        if (_linkPath.Set([], WrittenLink) is not null) return "the file that it is another name of lies outside of the image";
        return _linkPath.Bytes.IsEmpty ? "it is another name of no file" : null;
    }

    private void BeginContent(TarHeader header, bool hasContent)
    {
        var stored = hasContent ? _extensions.Size ?? header.Size : 0;
        SparseMap? map = null;
        if (header.Kind == 'S') SparseMaps.ReadOld(header, _buffer, map = _extensions.Map, _bounds.LongestExtension);
        else if (hasContent && _extensions.IsSparse)
        {
            map = _extensions.Map;
            if (_extensions.IsMapInContent) stored -= SparseMaps.ReadInContent(_buffer, map, stored, _bounds.LongestExtension);
        }

        map?.Check(stored);
        _holes += map?.Holes ?? 0;
        if (_holes < 0 || _holes > _bounds.MostUnpacked)
            throw new LayerException(LayerFault.TooLarge, "its sparse files have more zeros than are read of any layer");
        _content.Begin(stored, map);
        Size = map?.Size ?? stored;
    }

    private ReadOnlySpan<byte> WrittenPath(TarHeader header) => _extensions.Path.IsEmpty ? header.Name : _extensions.Path;

    private ReadOnlySpan<byte> Text(TarHeader header)
    {
        var length = header.Size;
        if (length > _bounds.LongestExtension)
            throw new LayerException(LayerFault.TooLarge, $"its tar holds a name or a header of more than {_bounds.LongestExtension} bytes");
        if (_text.Length < length) _text = new byte[length];
        _content.Begin(length, null);
        var read = 0;
        while (_content.Read() is { IsEmpty: false } part)
        {
            part.CopyTo(_text.AsSpan(read));
            read += part.Length;
        }

        return _text.AsSpan(0, read);
    }

    private string Shown(TarHeader header)
    {
        var path = WrittenPath(header);
        return Encoding.UTF8.GetString(path[..Math.Min(path.Length, 200)]);
    }
}
