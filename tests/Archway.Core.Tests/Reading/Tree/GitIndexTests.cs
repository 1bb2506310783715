using System.Buffers.Binary;
using Archway.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Tree;

public sealed class GitIndexTests
{
    [Fact]
    public void An_index_tells_the_folders_of_its_files()
    {
        Assert.Equal(["a", "a/b", "c"], GitIndex.TrackedFolders(Index("a/b/file", "c/file", "file")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_broken_index_tells_what_it_can()
    {
        var index = Index("a/b/file", "c/file");
        for (var length = 0; length < index.Length; length++)
            for (byte version = 2; version <= 4; version++)
            {
                index[7] = version;
                Assert.True(GitIndex.TrackedFolders(index.AsSpan(0, length)).Count <= 3);
            }
    }

    /// <summary>An index of version 2 with nothing but names.</summary>
    private static byte[] Index(params string[] paths)
    {
        List<byte> bytes = [.. "DIRC"u8, 0, 0, 0, 2, 0, 0, 0, (byte)paths.Length];
        foreach (var path in paths)
        {
            var entry = new byte[(62 + path.Length + 8) & ~7];
            BinaryPrimitives.WriteInt16BigEndian(entry.AsSpan(60), (short)path.Length);
            System.Text.Encoding.ASCII.GetBytes(path, entry.AsSpan(62));
            bytes.AddRange(entry);
        }

        return [.. bytes];
    }
}
