using Archway.Verifying.Binaries;
using Archway.Verifying.Layers;

namespace Archway.Verifying.Trees;

/// <summary>Looks at every entry of a layer's tar, and at every file as far as it takes to tell what it is.</summary>
/// <remarks><see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts"/></remarks>
internal static class LayerWalk
{
    private const int AnyExecute = 0b001_001_001;

    /// <summary>Writes down what is seen.</summary>
    /// <exception cref="LayerException">It is no layer that can be read.</exception>
    internal static LayerRecord Observe(TarWalker tar, CancellationToken cancellationToken)
    {
        LayerRecordWriter record = new();
        FileReader files = new();
        while (tar.MoveNext(cancellationToken))
        {
            var path = tar.Path;
            var name = path[(path.LastIndexOf((byte)'/') + 1)..];
            if (name.StartsWith(".wh."u8)) AddWhiteout(record, path, name);
            else record.Add(KindOf(tar.Kind), path, tar.LinkTarget, (tar.Mode & AnyExecute) != 0, tar.Kind == TarKind.File ? Read(tar, files) : null);
        }

        return record.Finish(tar.PassedOverCount);
    }

    private static void AddWhiteout(LayerRecordWriter record, ReadOnlySpan<byte> path, ReadOnlySpan<byte> name)
    {
        var folder = path[..^name.Length].TrimEnd((byte)'/');
        if (name.SequenceEqual(".wh..wh..opq"u8)) record.Add(EntryKind.OpaqueFolder, folder, [], isExecutable: false, content: null);
        // Others of that beginning are for a file system's own use and become nothing; nor does a mark that names nothing.
        else if (name.Length > 4 && !name.StartsWith(".wh..wh."u8))
            record.Add(EntryKind.Whiteout, (byte[])[.. path[..^name.Length], .. name[4..]], [], isExecutable: false, content: null);
    }

    private static FileContent? Read(TarWalker tar, FileReader files)
    {
        files.Begin(tar.Size);
        while (!files.IsDone && tar.Read() is { IsEmpty: false } part) files.Add(part);
        return files.End() switch
        {
            // What every machine runs says nothing of the machine.
            JavaClassFile or WebAssemblyFile or ZipFile or PeFile { Platforms.IsEmpty: true } => null,
            var content => content,
        };
    }

    private static EntryKind KindOf(TarKind kind) => kind switch
    {
        TarKind.File => EntryKind.File,
        TarKind.Folder => EntryKind.Folder,
        TarKind.HardLink => EntryKind.HardLink,
        TarKind.SymbolicLink => EntryKind.SymbolicLink,
        _ => EntryKind.Special,
    };
}
