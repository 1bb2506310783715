using System.Text;
using Archway.Verifying.Binaries;
using Archway.Verifying.Layers;

namespace Archway.Verifying.Trees;

/// <summary>The files of an image as a container sees them: its layers laid over each other, lowest first.</summary>
/// <remarks>
/// As the image specification has it, whiteouts and opaque folders take away what lower layers have, wherever in their layer they stand; and as runtimes do,
/// an entry goes where the links above it lead, and a folder over what is none takes its place.
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#applying-changesets"/>
/// </remarks>
internal sealed class ImageTree
{
    private const int Root = TreeNodes.Root;
    // Linux gives up after as many.
    private const int MostLinks = 40;
    // A million files in folders ten deep, twenty times over.
    private const int MostSteps = 200_000_000;

    private readonly IReadOnlyList<LayerRecord> _layers;
    private readonly int _lowest;
    private readonly TreeNodes _nodes;
    private int _steps;

    /// <summary>Lays layers over each other.</summary>
    /// <param name="layers">What was seen in each, lowest first.</param>
    /// <param name="lowest">Which layer of the image the first of these is; those below it are left out.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="LayerException">The image has too many files.</exception>
    /// <exception cref="InvalidDataException">A record is broken.</exception>
    internal ImageTree(IReadOnlyList<LayerRecord> layers, int lowest, CancellationToken cancellationToken)
    {
        if (layers.Count >= TreeNodes.MostLayers) throw new LayerException(LayerFault.TooLarge, $"the image has {layers.Count} layers");
        (_layers, _lowest, _nodes) = (layers, lowest, new(layers));
        var path = new byte[TarPath.Longest];
        for (var i = 0; i < layers.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (layers[i].Removes) Remove(i, path);
            Add(i, path);
        }
    }

    /// <summary>How many entries could not be laid where they belong: below something that is no folder, or another name of no file.</summary>
    internal int Misplaced { get; private set; }

    /// <summary>Every regular file that is there, by its number.</summary>
    internal IEnumerable<int> Files()
    {
        for (var node = 1; node < _nodes.Count; node++)
        {
            // Whatever lies in a folder comes behind it.
            _nodes[node].IsGone |= _nodes[_nodes[node].Parent].IsGone;
            if (_nodes[node] is { Kind: EntryKind.File, IsGone: false }) yield return node;
        }
    }

    /// <summary>The file, folder or device that a path leads to, links followed; null where there is none.</summary>
    internal int? Find(string path) => Find(Encoding.UTF8.GetBytes(path), followsLast: true, makesFolders: false);

    /// <summary>What bears a name in a folder, a link itself and not what it leads to; null where nothing does.</summary>
    internal int? FindName(string path) => Find(Encoding.UTF8.GetBytes(path), followsLast: false, makesFolders: false);

    /// <summary>Whether a folder has this number.</summary>
    internal bool IsFolder(int node) => _nodes[node].Kind == EntryKind.Folder;

    /// <summary>Whether a symbolic link has this number.</summary>
    internal bool IsLink(int node) => _nodes[node].Kind == EntryKind.SymbolicLink;

    /// <summary>Whether a regular file has this number.</summary>
    internal bool IsFile(int node) => _nodes[node].Kind == EntryKind.File;

    /// <summary>Whether anybody may execute the file.</summary>
    internal bool IsExecutable(int node) => _nodes[node].IsExecutable;

    /// <summary>The layer of the image that put the file there, from 0.</summary>
    internal int LayerOf(int node) => _lowest + _nodes[node].NameLayer;

    /// <summary>What the file is; null where that does not matter.</summary>
    internal FileContent? ContentOf(int node)
    {
        ref var one = ref _nodes[node];
        return one is { Kind: EntryKind.File, DataAt: > 0 } ? LayerRecordReader.ContentAt(_layers[one.DataLayer], one.DataAt) : null;
    }

    /// <summary>Whether it matters what the file is.</summary>
    internal bool HasContent(int node) => _nodes[node] is { Kind: EntryKind.File, DataAt: > 0 };

    /// <summary>The path from the root, with a slash at its beginning.</summary>
    internal string PathOf(int node)
    {
        List<byte> path = [];
        for (; node != Root; node = _nodes[node].Parent)
        {
            path.InsertRange(0, _nodes.NameOf(node));
            path.Insert(0, (byte)'/');
        }

        return Encoding.UTF8.GetString([.. path]);
    }

    // Lower layers alone are there yet.
    private void Remove(int layer, byte[] room)
    {
        LayerRecordReader entries = new(_layers[layer], room);
        while (entries.MoveNext())
        {
            if (entries.Kind is not (EntryKind.Whiteout or EntryKind.OpaqueFolder)) continue;
            if (entries.Path.IsEmpty)
            {
                // Nothing is left that another could take away.
                _nodes.DropAll();
                return;
            }

            if (Find(entries.Folder, followsLast: true, makesFolders: false) is not { } folder) continue;
            if (_nodes.Child(folder, entries.Path[^entries.NameLength..]) is not (> Root and var found)) continue;
            if (entries.Kind == EntryKind.Whiteout) _nodes.Drop(found);
            // A link to a folder is not one.
            else if (_nodes[found].Kind == EntryKind.Folder) Empty(found);
        }
    }

    private void Add(int layer, byte[] room)
    {
        LayerRecordReader entries = new(_layers[layer], room);
        int? folder = null;
        while (entries.MoveNext())
        {
            if (entries.Kind is EntryKind.Whiteout or EntryKind.OpaqueFolder || entries.Path.IsEmpty) continue;
            if (folder is null || !entries.IsBesideLast || _nodes[folder.Value].IsGone)
                folder = Find(entries.Folder, followsLast: true, makesFolders: true);
            if (folder is not { } parent || _nodes[parent].Kind != EntryKind.Folder)
            {
                Misplaced++;
                folder = null;
                continue;
            }

            // What lies beside may lie elsewhere once a link changed.
            if (Lay(layer, parent, in entries)) folder = null;
        }
    }

    // Whether a link was laid, or took the place of something.
    private bool Lay(int layer, int parent, in LayerRecordReader entry)
    {
        var there = _nodes.Child(parent, entry.Path[^entry.NameLength..]);
        TreeNode node = new()
        {
            Parent = parent,
            NameAt = entry.NameAt,
            NameLength = (ushort)entry.NameLength,
            NameLayer = (ushort)layer,
            DataLayer = (ushort)layer,
            DataAt = entry.DataAt,
            Kind = entry.Kind,
            IsExecutable = entry.IsExecutable,
        };
        if (there > Root && entry.Kind == EntryKind.Folder && _nodes[there].Kind == EntryKind.Folder) return false;
        if (entry.Kind == EntryKind.HardLink)
        {
            if (Find(LayerRecordReader.TextAt(_layers[layer], entry.DataAt), followsLast: false, makesFolders: false) is not { } target
                || _nodes[target].Kind == EntryKind.Folder)
            {
                Misplaced++;
                return false;
            }

            var named = _nodes[target];
            (node.Kind, node.DataAt, node.DataLayer, node.IsExecutable) = (named.Kind, named.DataAt, named.DataLayer, named.IsExecutable);
        }

        if (there > Root) _nodes.Drop(there);
        _nodes.Add(node);
        return node.Kind == EntryKind.SymbolicLink || there > Root;
    }

    private void Empty(int folder)
    {
        var same = _nodes[folder];
        _nodes.Drop(folder);
        _nodes.Add(same);
    }

    /// <summary>Walks along a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followsLast">Whether to go where the last name's link leads.</param>
    /// <param name="makesFolders">Whether folders that are missing are made.</param>
    private int? Find(ReadOnlySpan<byte> path, bool followsLast, bool makesFolders)
    {
        var (node, links) = (Root, 0);
        while (true)
        {
            path = path.TrimStart((byte)'/');
            if (path.IsEmpty) return node;
            var slash = path.IndexOf((byte)'/');
            var name = slash < 0 ? path : path[..slash];
            var rest = slash < 0 ? [] : path[slash..];
            var isLast = rest.Trim((byte)'/').IsEmpty;
            path = rest;
            if (++_steps > MostSteps) throw new LayerException(LayerFault.TooLarge, "its links lead about for longer than is followed");
            if (_nodes[node].Kind != EntryKind.Folder) return null;
            if (name.SequenceEqual("."u8)) continue;
            if (name.SequenceEqual(".."u8))
            {
                node = _nodes[node].Parent;
                continue;
            }

            var child = _nodes.Child(node, name);
            if (child == Root)
            {
                if (!makesFolders) return null;
                child = _nodes.AddFolder(node, name);
            }

            if (_nodes[child].Kind != EntryKind.SymbolicLink || (isLast && !followsLast))
            {
                node = child;
                continue;
            }

            if (++links > MostLinks) return null;
            var link = LayerRecordReader.TextAt(_layers[_nodes[child].DataLayer], _nodes[child].DataAt);
            if (link.Length + rest.Length > TarPath.Longest) return null;
            if (link is [(byte)'/', ..]) node = Root;
            path = (byte[])[.. link, .. rest];
        }
    }
}
