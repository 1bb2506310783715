using Archway.Verifying.Archives;
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
        using ArchiveReader archives = new(ArchiveBounds.Default, Path.GetTempPath());
        while (tar.MoveNext(cancellationToken))
        {
            var path = tar.Path;
            var name = path[(path.LastIndexOf((byte)'/') + 1)..];
            if (name.StartsWith(".wh."u8)) AddWhiteout(record, path, name);
            else record.Add(KindOf(tar.Kind), path, tar.LinkTarget, (tar.Mode & AnyExecute) != 0, tar.Kind == TarKind.File ? Read(tar, files, archives, cancellationToken) : null);
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

    private static FileContent? Read(TarWalker tar, FileReader files, ArchiveReader archives, CancellationToken cancellationToken)
    {
        var head = tar.Head(ArchiveReader.Head);
        if (head.IsEmpty) return null;
        var path = tar.PathText;
        if (WheelFile.IsOne(path)) return WheelFile.Read(head);
        if (ArchiveReader.MayRead(path, head)) return ReadArchive(tar, archives, cancellationToken);
        files.Begin(tar.Size);
        while (!files.IsDone && tar.Read() is { IsEmpty: false } part) files.Add(part);
        return OfInterest(files.End());
    }

    private static FileContent? ReadArchive(TarWalker tar, ArchiveReader archives, CancellationToken cancellationToken)
    {
        archives.Begin(tar.Size);
        while (!archives.IsDone && tar.Read() is { IsEmpty: false } part) archives.Add(part);
        return OfInterest(archives.End(cancellationToken));
    }

    // What every machine runs says nothing of the machine.
    private static FileContent? OfInterest(FileContent? content) => content switch
    {
        JavaClassFile or WebAssemblyFile or ZipFile or PeFile { Platforms.IsEmpty: true } => null,
        ArchiveContent { Files.IsEmpty: true, WheelTags.IsEmpty: true, Gaps.IsEmpty: true, Before: null } => null,
        WheelFile { Tags.IsEmpty: true } => null,
        _ => content,
    };

    private static EntryKind KindOf(TarKind kind) => kind switch
    {
        TarKind.File => EntryKind.File,
        TarKind.Folder => EntryKind.Folder,
        TarKind.HardLink => EntryKind.HardLink,
        TarKind.SymbolicLink => EntryKind.SymbolicLink,
        _ => EntryKind.Special,
    };
}
