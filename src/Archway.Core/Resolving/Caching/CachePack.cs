using System.Text;
using Archway.Oci.Content;

namespace Archway.Resolving.Caching;

/// <summary>One file of a shelf: what one run kept, in the order in which it came.</summary>
/// <remarks>
/// A record is a line: an observation, or a digest and a length with that many bytes of content and a line's end behind it. Only the run that
/// made a pack writes to it, so that it is cut off at its end at most, and what stands before is whole.
/// </remarks>
internal static class CachePack
{
    // Longer than the longest observation: a name of 255 characters, its selector, a digest and a time.
    private const int LongestLine = 1024;

    /// <summary>What stands in a pack; what cannot be read ends it.</summary>
    internal static IEnumerable<PackRecord> Read(string file)
    {
        if (CacheFiles.OpenRegular(file) is not { } opened) yield break;
        using var stream = opened;
        while (ReadLine(stream) is { } line)
        {
            if (line.Split(' ') is not [var digest, var count])
            {
                yield return new(line, 0, 0);
                continue;
            }

            if (!int.TryParse(count, out var length) || length is < 0 or > ImageConfig.LargestSize || stream.Position + length >= stream.Length) yield break;
            yield return new(digest, stream.Position, length);
            stream.Seek(length, SeekOrigin.Current);
            if (stream.ReadByte() != '\n') yield break;
        }
    }

    /// <summary>Content by its place in a pack; null when the pack ends before it.</summary>
    internal static byte[]? ReadContent(FileStream pack, long offset, int length)
    {
        var content = new byte[length];
        pack.Position = offset;
        return pack.ReadAtLeast(content, length, throwOnEndOfStream: false) == length ? content : null;
    }

    private static string? ReadLine(Stream stream)
    {
        Span<byte> line = stackalloc byte[LongestLine];
        for (var length = 0; length < line.Length && stream.ReadByte() is >= 0 and var next; length++)
        {
            if (next == '\n') return Encoding.UTF8.GetString(line[..length]);
            line[length] = (byte)next;
        }

        return null;
    }
}

/// <summary>A record of a pack: an observation's line at no place, or a digest and where its content lies.</summary>
internal readonly record struct PackRecord(string Text, long Offset, int Length);
