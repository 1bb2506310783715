using System.Text.RegularExpressions;
using Archway.Oci.Content;

namespace Archway.Resolving.Caching;

/// <summary>How the cache names, reads and writes its files: by its owner only, whole or not at all, and following no link.</summary>
internal static partial class CacheFiles
{
    internal const string Salt = "salt";
    internal const string Imported = "imported";
    internal const string ImportPrefix = "import-";
    private const UnixFileMode OwnerFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolders = OwnerFiles | UnixFileMode.UserExecute;

    internal static string ContentName(Digest digest) => $"{digest.Algorithm}-{digest.Hex}";

    /// <summary>The digest that a file's name stands for; null when it is no name of content.</summary>
    internal static Digest? DigestOf(string name) =>
        name.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? Digest.Read($"{name[..dash]}:{name[(dash + 1)..]}").Value : null;

    internal static bool IsShelf(string name) => ShelfName().IsMatch(name);

    internal static bool IsImport(string name) => name.StartsWith(ImportPrefix, StringComparison.Ordinal) && IsShelf(name[ImportPrefix.Length..]);

    internal static bool IsObservation(string name) => ObservationName().IsMatch(name);

    /// <summary>Whether a name is one that the cache gives to a file, finished or not.</summary>
    internal static bool IsOurs(string name)
    {
        var whole = DraftEnding().Replace(name, "");
        return whole is Salt or Imported || IsObservation(whole) || DigestOf(whole) is not null;
    }

    internal static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    internal static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerFolders);
    }

    // Another run may write the same file at the same time: each writes its own and the last one to be renamed stays.
    internal static void WriteWhole(string file, ReadOnlySpan<byte> content, bool overwrite = true)
    {
        var draft = $"{file}.{Guid.NewGuid():N}";
        try
        {
            using (var stream = Create(draft)) stream.Write(content);
            File.Move(draft, file, overwrite);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full disk leaves half a draft.
            File.Delete(draft);
            if (overwrite) throw;
        }
    }

    /// <summary>A new file that only its owner may read.</summary>
    internal static FileStream Create(string file)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFiles;
        return new(file, options);
    }

    // A pipe or a device has no length and could be waited for for ever; nothing that is kept here is larger than what is read of registries.
    internal static byte[]? ReadWhole(string file) =>
        new FileInfo(file) is { Exists: true, LinkTarget: null, Length: > 0 and <= ImageConfig.LargestSize } ? File.ReadAllBytes(file) : null;

    /// <summary>A cache that cannot be read or written is no cache.</summary>
    internal static T? Try<T>(Func<T?> work) where T : class
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex ShelfName();

    [GeneratedRegex("^tag-[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex ObservationName();

    [GeneratedRegex("\\.[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex DraftEnding();
}
