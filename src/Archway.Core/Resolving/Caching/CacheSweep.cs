namespace Archway.Resolving.Caching;

/// <summary>What clearing the cache removed.</summary>
/// <param name="Entries">Files removed.</param>
/// <param name="Bytes">The bytes they had.</param>
/// <param name="Left">Files and folders of other names or kinds, which were left.</param>
public sealed record CacheSweep(int Entries, long Bytes, int Left)
{
    /// <summary>Removes what the cache wrote: files of its own names in folders of its own names, and nothing through a link.</summary>
    /// <param name="folder">The cache's folder, which may hold things of others.</param>
    /// <exception cref="CacheException">It cannot be cleared.</exception>
    public static CacheSweep Clear(string folder)
    {
        var own = ManifestCache.FolderIn(folder);
        try
        {
            if (CacheFiles.IsLink(own)) throw new CacheException($"cannot clear the cache: {own} is a link, and none is followed; remove it yourself");
            if (!Directory.Exists(own)) return new(0, 0, 0);
            var swept = ClearFiles(own);
            foreach (var shelf in Directory.GetDirectories(own)) swept += IsShelf(shelf) ? RemoveShelf(shelf) : new(0, 0, 1);
            if (!Directory.EnumerateFileSystemEntries(own).Any()) Directory.Delete(own);
            return swept;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CacheException($"cannot clear the cache {own}: {fault.Message}");
        }
    }

    /// <summary>The sum of two.</summary>
    public static CacheSweep operator +(CacheSweep one, CacheSweep other) => Add(one, other);

    /// <summary>The sum of two.</summary>
    public static CacheSweep Add(CacheSweep left, CacheSweep right) => new(left.Entries + right.Entries, left.Bytes + right.Bytes, left.Left + right.Left);

    /// <summary>Removes a shelf's files, and the shelf once it is empty.</summary>
    internal static CacheSweep RemoveShelf(string shelf)
    {
        var swept = ClearFiles(shelf);
        if (!Directory.EnumerateFileSystemEntries(shelf).Any()) Directory.Delete(shelf);
        else swept += new CacheSweep(0, 0, Directory.GetDirectories(shelf).Length);
        return swept;
    }

    private static bool IsShelf(string path)
    {
        var name = Path.GetFileName(path);
        return !CacheFiles.IsLink(path) && (CacheFiles.IsShelf(name) || CacheFiles.IsImport(name));
    }

    private static CacheSweep ClearFiles(string folder)
    {
        var swept = new CacheSweep(0, 0, 0);
        foreach (var file in new DirectoryInfo(folder).GetFiles())
        {
            // A link of such a name is not what the cache wrote.
            if (file.LinkTarget is not null || !CacheFiles.IsOurs(file.Name))
            {
                swept += new CacheSweep(0, 0, 1);
                continue;
            }

            var length = file.Length;
            file.Delete();
            swept += new CacheSweep(1, length, 0);
        }

        return swept;
    }
}
