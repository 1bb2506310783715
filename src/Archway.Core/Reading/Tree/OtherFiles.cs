namespace Archway.Reading.Tree;

/// <summary>Names of files about a thing rather than the thing: <c>Dockerfile.md</c>, <c>Jenkinsfile.bak</c>.</summary>
internal static class OtherFiles
{
    private static readonly HashSet<string> Endings =
    [
        "md", "markdown", "txt", "rst", "adoc", "html", "sh", "bash", "bats", "zsh", "ps1", "bat", "cmd", "py", "rb", "js", "mjs", "ts", "tsx", "go",
        "rs", "java", "kt", "cs",
        "php", "pl", "lua", "c", "h", "cpp", "vim", "el", "json", "yaml", "yml", "toml", "ini", "xml", "lock", "log", "orig", "rej", "bak", "swp",
        "patch", "diff",
        "dockerignore", "ignore", "gitignore", "png", "svg", "jpg", "gif", "pdf", "zip", "gz", "tar", "tmlanguage", "snap", "golden",
    ];

    /// <summary>Whether the name, in lower case, ends as such a file's does.</summary>
    internal static bool Fit(string lower) => lower.EndsWith('~') || Endings.Contains(lower[(lower.LastIndexOf('.') + 1)..]);
}
