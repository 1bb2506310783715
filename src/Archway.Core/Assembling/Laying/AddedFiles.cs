namespace Archway.Assembling.Laying;

/// <summary>The files of this machine that are laid over a base.</summary>
internal static class AddedFiles
{
    /// <summary>Everything in some folders by its path in the image, from the root and without a slash at either end.</summary>
    /// <remarks>Folders that only lie above what is added are made as well, and have no source.</remarks>
    /// <exception cref="LayingException">A folder is not there, or holds what cannot lie in an image.</exception>
    internal static SortedDictionary<string, FileSystemInfo?> Of(IReadOnlyList<AddedFolder> folders)
    {
        SortedDictionary<string, FileSystemInfo?> entries = new(StringComparer.Ordinal);
        if (folders.Count == 0) return entries;
        foreach (var folder in folders)
        {
            var target = folder.Target.Trim('/');
            for (var slash = target.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = target.IndexOf('/', slash + 1)) entries.TryAdd(target[..slash], null);
            if (File.Exists(folder.Source))
            {
                if (target.Length > 0) entries.TryAdd(target, null);
                entries[Below(target, Path.GetFileName(folder.Source))] = Named(folder.Source);
                continue;
            }

            DirectoryInfo root = new(folder.Source);
            if (!root.Exists) throw new LayingException($"there is no folder or file '{folder.Source}'{(folder.Source.Contains(':', StringComparison.Ordinal) ? "; its place in the image is written from the root, FOLDER:/PATH" : "")}");
            if (root.ResolveLinkTarget(returnFinalTarget: true) is DirectoryInfo real) root = real;
            if (target.Length > 0) entries.TryAdd(target, root);
            foreach (var found in root.EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, ReturnSpecialDirectories = false }))
                entries[Below(target, Path.GetRelativePath(root.FullName, found.FullName).Replace(Path.DirectorySeparatorChar, '/'))] = Checked(found, root);
        }

        if (!entries.Values.Any(entry => entry is FileInfo)) throw new LayingException($"there is no file in {string.Join(", ", folders.Select(folder => folder.Source))}");
        return entries;
    }

    // Whoever names a link means what it leads to.
    private static FileSystemInfo Named(string source)
    {
        try
        {
            var file = File.ResolveLinkTarget(source, returnFinalTarget: true) ?? new FileInfo(source);
            if (IsKept(Path.GetFileName(source))) throw Kept(source);
            return PlainFile.IsOther(file.FullName) ? throw NoFile(source) : file;
        }
        catch (IOException e)
        {
            throw new LayingException($"'{source}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Whether a name is none of a file: it would hide what the base has.</summary>
    /// <remarks><see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts"/></remarks>
    internal static bool IsKept(string name) => name.StartsWith(".wh.", StringComparison.Ordinal);

    private static LayingException Kept(string path) => new($"'{path}' has a name that layers keep for what they take away; rename it");

    private static LayingException NoFile(string path) =>
        new($"'{path}' is a pipe, a socket or a device, and an image holds files, folders and links; leave it out");

    private static FileSystemInfo Checked(FileSystemInfo found, DirectoryInfo root)
    {
        if (IsKept(found.Name)) throw Kept(found.FullName);
        if (found.LinkTarget is { } target)
        {
            var leads = Path.GetFullPath(target, Path.GetDirectoryName(found.FullName)!);
            if (!leads.StartsWith(root.FullName.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(target))
                throw new LayingException($"'{found.FullName}' is a link to {target}, which is not within what is added; copy what it leads to");
        }
        else if (found is FileInfo && PlainFile.IsOther(found.FullName))
        {
            throw NoFile(found.FullName);
        }

        return found;
    }

    private static string Below(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
