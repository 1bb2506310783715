using Archway.Reading.Tree;

namespace Archway.Reading.Pipelines.GitLab;

/// <summary>The files that an <c>include</c> with wildcards takes in: <c>*</c> within a name, <c>**</c> across folders.</summary>
/// <remarks><see href="https://docs.gitlab.com/ci/yaml/includes/#use-includelocal-with-wildcard-file-paths"/></remarks>
internal static class GitLabWildcard
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

    /// <summary>The YAML files of a repository that a path with wildcards means, in the ordinal order of their paths.</summary>
    internal static IEnumerable<string> Files(SourceTree tree, string repository, string pattern)
    {
        // Only the stars are special there; two of them stand for folders and the beginning of a name.
        var literal = pattern.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("?", @"\?", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal);
        Glob glob = new("/" + literal.Replace("**", "**/*", StringComparison.Ordinal).Replace("**/*/", "**/", StringComparison.Ordinal));
        var head = pattern[..pattern.IndexOf('*', StringComparison.Ordinal)];
        var folder = $"{repository}/{head[..Math.Max(0, head.LastIndexOf('/'))]}".Trim('/');
        if (tree.FollowLinks(folder) is not { } real || !Directory.Exists(tree.OnDisk(real))) return [];
        try
        {
            var below = tree.OnDisk(real);
            return [.. Directory.EnumerateFiles(below, "*", AllBelow).Take(MostFiles).Where(IsYaml)
                .Select(file => $"{folder}/{Path.GetRelativePath(below, file).Replace('\\', '/')}".TrimStart('/'))
                .Where(file => glob.Matches(file[repository.Length..].TrimStart('/')))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsYaml(string file) => Path.GetExtension(file) is ".yml" or ".yaml";
}
