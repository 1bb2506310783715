namespace Archway.Reading.Dockerfiles;

/// <summary>The names that Dockerfiles have.</summary>
internal static class DockerfileNames
{
    private static readonly string[] Stems = ["dockerfile", "containerfile"];

    // Files about Dockerfiles rather than Dockerfiles.
    private static readonly string[] Others =
    [
        "md", "markdown", "txt", "rst", "adoc", "html", "sh", "bash", "zsh", "ps1", "bat", "cmd", "py", "rb", "js", "mjs", "ts", "tsx", "go", "rs",
        "java", "kt", "cs",
        "php", "pl", "lua", "c", "h", "cpp", "vim", "el", "json", "yaml", "yml", "toml", "ini", "xml", "lock", "log", "orig", "rej", "bak", "swp",
        "patch", "diff",
        "dockerignore", "ignore", "gitignore", "png", "svg", "jpg", "gif", "pdf", "zip", "gz", "tar", "tmlanguage", "snap", "golden",
    ];

    /// <summary>Whether a file of that name is one: <c>Dockerfile</c>, <c>Dockerfile.dev</c>, <c>api.Dockerfile</c>, <c>Containerfile</c>.</summary>
    internal static bool Fit(string name)
    {
        var lower = name.ToLowerInvariant();
        return Stems.Any(stem => lower == stem || EndsWith(lower, stem) || (BeginsWith(name, lower, stem) && !IsOther(lower)));
    }

    private static bool EndsWith(string lower, string stem) =>
        lower.EndsWith(stem, StringComparison.Ordinal) && lower[^(stem.Length + 1)] is '.' or '-' or '_';

    /// <summary>Whether something follows the stem: <c>dockerfile-dev</c>; without a mark between only as in <c>Dockerfile2</c>.</summary>
    private static bool BeginsWith(string name, string lower, string stem) =>
        lower.StartsWith(stem, StringComparison.Ordinal)
        && lower.Length > stem.Length
        && (lower[stem.Length] is '.' or '-' or '_' || char.IsAsciiLetterUpper(name[0]));

    private static bool IsOther(string lower) =>
        lower.EndsWith('~') || Others.Contains(lower[(lower.LastIndexOf('.') + 1)..], StringComparer.Ordinal);
}
