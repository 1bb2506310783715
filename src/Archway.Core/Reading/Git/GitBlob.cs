using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Archway.Reading.Git;

/// <summary>The id that git gives to a file's content.</summary>
internal static class GitBlob
{
    /// <summary>Whether a regular file has the content that an id stands for; one that git converts on its way in never does.</summary>
    internal static bool Matches(SourceTree tree, string path, string id)
    {
        if (tree.FollowLinks(path) != path) return false;
        try
        {
            FileInfo file = new(tree.OnDisk(path));
            // Pipes and devices have no length, and opening one may wait for ever.
            if (!file.Exists || file.Length > SourceTree.LargestFile) return false;
            var content = file.Length == 0 ? [] : File.ReadAllBytes(file.FullName);
            byte[] blob = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")), .. content];
#pragma warning disable CA5350 // What git names content by; nothing is trusted for it.
            return id == Convert.ToHexStringLower(id.Length == 64 ? SHA256.HashData(blob) : SHA1.HashData(blob));
#pragma warning restore CA5350
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
