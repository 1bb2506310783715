using System.Runtime.InteropServices;

namespace Archway.Verifying.Layers;

/// <summary>Where the parts of a sparse file lie that its tar holds; all between them are zeros.</summary>
internal sealed class SparseMap
{
    private readonly List<(long Offset, long Length)> _parts = [];

    internal ReadOnlySpan<(long Offset, long Length)> Parts => CollectionsMarshal.AsSpan(_parts);

    /// <summary>How long the file is with its zeros.</summary>
    internal long Size { get; set; }

    /// <summary>How many bytes of it are zeros that no part holds.</summary>
    internal long Holes { get; private set; }

    internal void Clear()
    {
        _parts.Clear();
        (Size, Holes) = (0, 0);
    }

    /// <summary>Adds a part; an empty one only says where the file ends.</summary>
    internal void Add(long offset, long length) => _parts.Add((offset, length));

    /// <summary>Sees that the parts lie in the file, in rising order, and are the content that the tar holds.</summary>
    /// <exception cref="LayerException">They do not.</exception>
    internal void Check(long stored)
    {
        long end = 0;
        long held = 0;
        foreach (var (offset, length) in Parts)
        {
            if (offset < end || length < 0 || length > Size - offset) throw Wrong();
            end = offset + length;
            held += length;
        }

        if (held > stored) throw Wrong();
        Holes = Size - held;
    }

    internal static LayerException Wrong() => new(LayerFault.Malformed, "its tar holds a sparse file whose parts do not fit together");
}
