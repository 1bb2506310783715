using System.IO.Compression;
using Archway.Core.Tests.Verifying.Binaries;
using Archway.Verifying.Archives;
using Archway.Verifying.Binaries;
using Xunit;

namespace Archway.Core.Tests.Verifying.Archives;

/// <summary>Archives read as they are in a layer, and what is in those of tests.</summary>
internal static class Archived
{
    internal static byte[] Arm64 { get; } = new ElfBytes { Needed = ["libc.so.6"] }.Write();

    internal static byte[] Amd64 { get; } = new ElfBytes { Machine = 62, Needed = ["libc.so.6"] }.Write();

    internal static FileContent? Read(byte[] file, ArchiveBounds? bounds = null, int part = 5000)
    {
        using ArchiveReader reader = new(bounds ?? ArchiveBounds.Default, Path.GetTempPath());
        return Read(reader, file, part);
    }

    internal static FileContent? Read(ArchiveReader reader, byte[] file, int part = 5000)
    {
        reader.Begin(file.Length);
        for (var at = 0; at < file.Length; at += Math.Min(part, file.Length - at)) reader.Add(file.AsSpan(at, Math.Min(part, file.Length - at)));
        return reader.End(TestContext.Current.CancellationToken);
    }

    internal static ArchiveContent Archive(byte[] file, ArchiveBounds? bounds = null) => Assert.IsType<ArchiveContent>(Read(file, bounds));

    /// <summary>The files, a line each: <c>liba.so linux/arm64</c>.</summary>
    internal static string[] Files(byte[] file)
    {
        var archive = Archive(file);
        Assert.Empty(archive.Gaps);
        return Lines(archive);
    }

    internal static string[] Lines(ArchiveContent archive) => [.. archive.Files.Select(one => $"{one.Path} {string.Join(',', one.Content.Platforms)}")];

    /// <summary>All that was read, as one text: records compare their lists by identity.</summary>
    internal static string Text(FileContent? content) => content is not ArchiveContent archive
        ? Binaries.Reading.Text(content)
        : string.Join('\n', [
            .. archive.Files.Select(one => one.Path + Binaries.Reading.Text(one.Content)), .. archive.WheelTags, .. archive.Gaps,
            Binaries.Reading.Text(archive.Before),
        ]);

    /// <summary>An archive as .NET writes it, to a stream that it cannot go back in.</summary>
    internal static byte[] Zip(params (string Name, byte[] Content, CompressionLevel Level)[] files)
    {
        using MemoryStream stream = new();
        using (OneWayStream forward = new(stream))
        using (ZipArchive zip = new(forward, ZipArchiveMode.Create))
            foreach (var (name, content, level) in files)
            {
                using var to = zip.CreateEntry(name, level).Open();
                to.Write(content);
            }

        return stream.ToArray();
    }

    private sealed class OneWayStream(Stream to) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => to.Write(buffer, offset, count);
    }
}
