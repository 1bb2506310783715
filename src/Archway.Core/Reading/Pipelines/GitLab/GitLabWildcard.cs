using Archway.Reading.Tree;

namespace Archway.Reading.Pipelines.GitLab;

/// <summary>The files that an <c>include</c> with wildcards takes in: <c>*</c> within a name, <c>**</c> across folders.</summary>
/// <remarks><see href="https://docs.gitlab.com/ci/yaml/includes/#use-includelocal-with-wildcard-file-paths"/></remarks>
internal static class GitLabWildcard
{
    /// <summary>The YAML files of a repository that a path with wildcards means, in the ordinal order of their paths.</summary>
    internal static IEnumerable<string> Files(SourceTree tree, string repository, string pattern)
    {
        // Only the stars are special there; two of them stand for folders and the beginning of a name.
        var literal = pattern.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("?", @"\?", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal);
        Glob glob = new("/" + literal.Replace("**", "**/*", StringComparison.Ordinal).Replace("**/*/", "**/", StringComparison.Ordinal));
        var head = pattern[..pattern.IndexOf('*', StringComparison.Ordinal)];
        var folder = $"{repository}/{head[..Math.Max(0, head.LastIndexOf('/'))]}".Trim('/');
        return YamlFiles.Below(tree, folder).Where(file => glob.Matches(file[repository.Length..].TrimStart('/')));
    }
}
