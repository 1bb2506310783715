namespace Archway.Reading.Tree;

/// <summary>The YAML files of a target that stand below a folder of it, for what may be used from any of them.</summary>
internal static class YamlFiles
{
    private const int MostFiles = 100_000;
    private const int DeepestFolder = 50;

    // A link may lead out of the target, or around in it.
    private static readonly EnumerationOptions AllBelow = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = DeepestFolder,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>The paths of the files, in their ordinal order.</summary>
    internal static IEnumerable<string> Below(SourceTree tree, string folder)
    {
        if (tree.FollowLinks(folder) is not { } real || !Directory.Exists(tree.OnDisk(real))) return [];
        try
        {
            var below = tree.OnDisk(real);
            return [.. Directory.EnumerateFiles(below, "*", AllBelow).Take(MostFiles).Where(IsYaml)
                .Select(file => $"{folder}/{Path.GetRelativePath(below, file).Replace('\\', '/')}".TrimStart('/'))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsYaml(string file) => Path.GetExtension(file) is ".yml" or ".yaml";
}
