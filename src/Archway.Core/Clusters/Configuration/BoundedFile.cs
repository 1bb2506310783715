using System.Text;

namespace Archway.Clusters.Configuration;

/// <summary>Small files that a kubeconfig is, or names.</summary>
internal static class BoundedFile
{
    /// <summary>The text of a file of at most <paramref name="largest"/> bytes; null where there is no such file.</summary>
    /// <exception cref="ClusterException">It cannot be read, or is larger.</exception>
    internal static string? Find(string path, string what, int largest)
    {
        try
        {
            if (!File.Exists(path)) return null;
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            var buffer = new byte[largest + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= largest
                ? Encoding.UTF8.GetString(buffer.AsSpan(0, length)).TrimStart('\ufeff')
                : throw new ClusterException(ClusterFault.Configuration, $"cannot read {path}, {what}: it is larger than {largest} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClusterException(ClusterFault.Configuration, $"cannot read {path}, {what}: {(e is UnauthorizedAccessException ? "this user may not" : "reading it failed")}", e);
        }
    }

    /// <summary>The text of a file that has to be there.</summary>
    internal static string Get(string path, string what, int largest) =>
        Find(path, what, largest) ?? throw new ClusterException(ClusterFault.Configuration, $"there is no file {path}, {what}");
}
