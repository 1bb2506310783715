using System.Buffers.Binary;
using System.Text;

namespace Archway.Reading.Tree;

/// <summary>The folders in which git tracks files: what is tracked is part of the sources, whatever <c>.gitignore</c> says.</summary>
/// <remarks><see href="https://git-scm.com/docs/index-format"/>, versions 2 to 4.</remarks>
internal static class GitIndex
{
    private const int FixedEntry = 62;

    /// <summary>Reads an index's paths; what cannot be read is taken for not tracked.</summary>
    internal static HashSet<string> TrackedFolders(ReadOnlySpan<byte> index)
    {
        HashSet<string> folders = [];
        if (index.Length < 12 || !index.StartsWith("DIRC"u8)) return folders;
        var version = BinaryPrimitives.ReadInt32BigEndian(index[4..]);
        if (version is < 2 or > 4) return folders;
        var count = BinaryPrimitives.ReadInt32BigEndian(index[8..]);
        var (at, path) = (12, "");
        for (var i = 0; i < count && at + FixedEntry < index.Length; i++)
        {
            var isExtended = version >= 3 && (index[at + 60] & 0x40) != 0;
            var name = at + FixedEntry + (isExtended ? 2 : 0);
            var kept = 0;
            if (version == 4)
            {
                var dropped = ReadOffset(index, ref name);
                if (dropped < 0 || dropped > path.Length) return folders;
                kept = path.Length - dropped;
            }

            if (name >= index.Length || index[name..].IndexOf((byte)0) is not (>= 0 and var length)) return folders;
            // Latin-1 keeps one character a byte, which the prefix lengths of version 4 count.
            path = string.Concat(path.AsSpan(0, kept), Encoding.Latin1.GetString(index.Slice(name, length)));
            AddFolders(folders, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(path)));
            var end = name + length;
            at = version == 4 ? end + 1 : at + ((end - at + 8) & ~7);
        }

        return folders;
    }

    private static void AddFolders(HashSet<string> folders, string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0 && folders.Add(path[..slash]); slash = path.LastIndexOf('/', slash - 1)) { }
    }

    /// <summary>The variable-length number of pack files' offset deltas.</summary>
    private static int ReadOffset(ReadOnlySpan<byte> index, ref int at)
    {
        var value = 0;
        for (var bytes = 0; at < index.Length && bytes < 4; bytes++)
        {
            var next = index[at++];
            value = (value << 7) + (next & 0x7F);
            if ((next & 0x80) == 0) return value;
            value++;
        }

        return -1;
    }
}
