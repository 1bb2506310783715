namespace Archway.Reading.Builds;

/// <summary>Finds the Dockerfile that a build means.</summary>
internal static class BuildFiles
{
    /// <summary>The Dockerfile, relative to the target; null when it cannot be told or is not there.</summary>
    /// <param name="tree">The scanned target.</param>
    /// <param name="folders">Where the build may be started from, the likeliest first.</param>
    /// <param name="context">The folder to build, as written.</param>
    /// <param name="file">The Dockerfile as written; null for the context's own.</param>
    internal static string? Find(SourceTree tree, IEnumerable<string> folders, string context, string? file)
    {
        string[] written = file is not null ? [file] : [$"{context}/Dockerfile", $"{context}/Containerfile"];
        return folders.SelectMany(folder => written, (folder, path) => SourceTree.Normalise($"{folder}/{path}".TrimStart('/')))
            .FirstOrDefault(path => path is not null && tree.HasFile(path));
    }
}
