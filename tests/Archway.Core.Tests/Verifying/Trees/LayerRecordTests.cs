using System.Text;
using Archway.Verifying.Layers;
using Archway.Verifying.Trees;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Verifying.Trees;

/// <summary>What was seen in a layer, written down and read again.</summary>
public sealed class LayerRecordTests
{
    [Fact]
    public void Every_entry_is_read_as_it_was_written()
    {
        var parts = Gen.Elements("a", "bb", "usr", "lib", "x".PadRight(200, 'x'), "ä");
        var paths = Gen.Choose(1, 6).SelectMany(count => Gen.ArrayOf(parts, count)).Select(path => string.Join('/', path));
        var entries = Gen.Zip(paths, Gen.Elements(EntryKind.File, EntryKind.Folder, EntryKind.SymbolicLink, EntryKind.HardLink, EntryKind.Whiteout));

        Prop.ForAll(Gen.ListOf(entries).ToArbitrary(), written => written.Select(Told).SequenceEqual(Read(Write([.. written])))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_record_that_was_changed_is_read_or_called_broken()
    {
        var record = new LayeredTar().Folder("usr/bin").Program("usr/bin/a").Link("bin", "usr/bin").File("etc/x").Library("usr/lib/b.so").Record();

        Prop.ForAll(Gen.Zip(Gen.Choose(LayerRecord.Head, record.Bytes.Length - 1), Gen.Choose(0, 255)).ToArbitrary(), change =>
        {
            var bytes = record.Bytes.ToArray();
            bytes[change.Item1] = (byte)change.Item2;
            var problem = Record.Exception(() => Walk(new(bytes)));
            return (problem is null or InvalidDataException or LayerException).Label($"{problem}");
        }).QuickCheckThrowOnFailure();
        for (var length = LayerRecord.Head; length < record.Bytes.Length; length++)
            Assert.True(Record.Exception(() => Walk(new(record.Bytes[..length]))) is null or InvalidDataException);
    }

    private static void Walk(LayerRecord record)
    {
        ImageTree tree = new([record], lowest: 0, CancellationToken.None);
        foreach (var file in tree.Files().Take(1000)) _ = (tree.PathOf(file), tree.ContentOf(file));
    }

    private static LayerRecord Write((string Path, EntryKind Kind)[] entries)
    {
        LayerRecordWriter writer = new();
        foreach (var (path, kind) in entries) writer.Add(kind, Encoding.UTF8.GetBytes(path), "to"u8, isExecutable: path.Length % 2 == 0, content: null);
        return writer.Finish(passedOver: 3);
    }

    private static List<string> Read(LayerRecord record)
    {
        List<string> told = [];
        LayerRecordReader reader = new(record, new byte[TarPath.Longest]);
        while (reader.MoveNext())
        {
            var path = Encoding.UTF8.GetString(reader.Path);
            var link = reader.DataAt == 0 ? "" : Encoding.UTF8.GetString(LayerRecordReader.TextAt(record, reader.DataAt));
            var name = Encoding.UTF8.GetString(record.Bytes.AsSpan(reader.NameAt, reader.NameLength));
            told.Add($"{reader.Kind} {path} {link} {name} {Encoding.UTF8.GetString(reader.Folder)} {reader.IsExecutable}");
        }

        return told;
    }

    private static string Told((string Path, EntryKind Kind) entry)
    {
        var slash = entry.Path.LastIndexOf('/');
        return $"{entry.Kind} {entry.Path} {(entry.Kind is EntryKind.HardLink or EntryKind.SymbolicLink ? "to" : "")} {entry.Path[(slash + 1)..]} "
            + $"{entry.Path[..Math.Max(0, slash)]} {entry.Path.Length % 2 == 0}";
    }
}
