using System.Formats.Tar;
using System.Text;
using Archway.Verifying.Layers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Verifying.Layers;

/// <summary>What holds for the walk over any tar.</summary>
public sealed class TarLawTests
{
    private static readonly TarEntryFormat[] Formats = [TarEntryFormat.Gnu, TarEntryFormat.Pax];

    [Fact]
    public void What_is_written_is_read() => Prop.ForAll(Files.ArrayOf().ToArbitrary(), Gen.Elements(Formats).ToArbitrary(), (files, format) =>
        TestTar.Seen(TestTar.Of(format, files)) == string.Concat(files.Select(file => $"File {file.Path}: {file.Content}\n"))).QuickCheckThrowOnFailure();

    [Fact]
    public void However_the_bytes_come_the_same_is_seen() => Prop.ForAll(Files.ArrayOf().ToArbitrary(), Gen.Choose(1, 2000).ToArbitrary(), (files, size) =>
    {
        var tar = TestTar.Of(TarEntryFormat.Pax, files);
        using SlowStream slow = new(tar, size);
        return TestTar.Seen(new TarWalker(slow, LayerBounds.Default), CancellationToken.None) == TestTar.Seen(tar);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_path_stays_below_the_root_and_is_its_own() => Prop.ForAll(Gen.Elements("a", "..", ".", "", "b.c", "...").ArrayOf().ToArbitrary(), parts =>
    {
        var written = Encoding.UTF8.GetBytes(string.Join('/', parts));
        TarPath path = new();
        if (path.Set([], written) is not null) return parts.Contains("..");
        var found = path.Bytes.ToArray();
        TarPath again = new();
        return again.Set([], found) is null && again.Bytes.SequenceEqual(found) && !Encoding.UTF8.GetString(found).Split('/').Any(part => part is "." or "..");
    }).QuickCheckThrowOnFailure();

    private static Gen<(string Path, string Content)> Files =>
        from path in Gen.Elements("usr", "bin", "é", "a-name-of-some-length-that-fills-fields").NonEmptyListOf()
        from content in Gen.Choose(0, 190)
        select (string.Join('/', path), new string('c', content));

    /// <summary>A stream that gives so many bytes at a time at most.</summary>
    private sealed class SlowStream(byte[] content, int most) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);
    }
}
