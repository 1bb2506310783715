using System.Buffers;
using Archway.Verifying.Layers;

namespace Archway.Verifying.Trees;

/// <summary>The names of a tree, each with what stands there, found by its folder and name.</summary>
/// <remarks>What is dropped is found no more, and costs no search after it: a hostile image may replace one name a million times.</remarks>
/// <param name="layers">The records in which the names stand.</param>
internal sealed class TreeNodes(IReadOnlyList<LayerRecord> layers)
{
    /// <summary>The root, which lies in itself.</summary>
    internal const int Root = 0;

    /// <summary>How many names an image may have.</summary>
    internal const int MostNodes = 3_000_000;

    /// <summary>How many layers it may have; the number stands for names that no layer has.</summary>
    internal const ushort MostLayers = ushort.MaxValue;

    private readonly ArrayBufferWriter<byte> _made = new();
    private TreeNode[] _nodes = [new() { Kind = EntryKind.Folder }, .. new TreeNode[1023]];
    private int[] _buckets = Empty(1024);

    /// <summary>How many there are, the root and what was dropped with them.</summary>
    internal int Count { get; private set; } = 1;

    internal ref TreeNode this[int node] => ref _nodes[node];

    /// <summary>The child of this name; the root, which is nobody's child, where there is none.</summary>
    internal int Child(int parent, ReadOnlySpan<byte> name)
    {
        for (var node = _buckets[Bucket(parent, name)]; node >= 0; node = _nodes[node].Next)
            if (_nodes[node].Parent == parent && NameOf(node).SequenceEqual(name)) return node;
        return Root;
    }

    /// <summary>Adds a name that is not there.</summary>
    /// <exception cref="LayerException">There are too many.</exception>
    internal int Add(TreeNode node)
    {
        if (Count == MostNodes) throw new LayerException(LayerFault.TooLarge, $"the image has more than {MostNodes} files, which are read of none");
        if (Count == _nodes.Length) Grow();
        _nodes[Count] = node;
        Insert(Count);
        return Count++;
    }

    /// <summary>Adds a folder that no layer has an entry for.</summary>
    /// <exception cref="LayerException">There are too many.</exception>
    internal int AddFolder(int parent, ReadOnlySpan<byte> name)
    {
        _made.Write(name);
        var at = _made.WrittenCount - name.Length;
        return Add(new() { Parent = parent, NameAt = at, NameLength = (ushort)name.Length, NameLayer = MostLayers, Kind = EntryKind.Folder });
    }

    /// <summary>Takes a name away, and with it all that lies below.</summary>
    internal void Drop(int node)
    {
        ref var next = ref _buckets[Bucket(_nodes[node].Parent, NameOf(node))];
        while (next != node) next = ref _nodes[next].Next;
        next = _nodes[node].Next;
        _nodes[node].IsGone = true;
    }

    /// <summary>Takes everything away.</summary>
    internal void DropAll()
    {
        for (var node = 1; node < Count; node++) _nodes[node].IsGone = true;
        _buckets = Empty(_buckets.Length);
    }

    /// <summary>The own name.</summary>
    internal ReadOnlySpan<byte> NameOf(int node)
    {
        ref var one = ref _nodes[node];
        return one.NameLayer == MostLayers ? _made.WrittenSpan.Slice(one.NameAt, one.NameLength) : layers[one.NameLayer].Bytes.AsSpan(one.NameAt, one.NameLength);
    }

    private void Grow()
    {
        Array.Resize(ref _nodes, _nodes.Length * 2);
        _buckets = Empty(_nodes.Length);
        for (var node = 1; node < Count; node++)
            if (!_nodes[node].IsGone) Insert(node);
    }

    private void Insert(int node)
    {
        ref var first = ref _buckets[Bucket(_nodes[node].Parent, NameOf(node))];
        (_nodes[node].Next, first) = (first, node);
    }

    private static int[] Empty(int length)
    {
        var buckets = new int[length];
        Array.Fill(buckets, -1);
        return buckets;
    }

    // Seeded anew in each run, so that nobody can choose names that all fall together.
    private int Bucket(int parent, ReadOnlySpan<byte> name)
    {
        HashCode hash = default;
        hash.Add(parent);
        hash.AddBytes(name);
        return hash.ToHashCode() & (_buckets.Length - 1);
    }
}
