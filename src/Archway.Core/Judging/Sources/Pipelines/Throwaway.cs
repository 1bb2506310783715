namespace Archway.Judging.Sources.Pipelines;

/// <summary>What makes images that nobody runs, or that others have made: registries of a pipeline's own, and files of other projects and of tests.</summary>
internal static class Throwaway
{
    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "0.0.0.0", "ttl.sh/", "kind-registry", "registry.local", "host.docker.internal"];

    private static readonly string[] Folders = ["vendor", "node_modules", "third_party", "testdata"];

    /// <summary>Whether a file lies in the copy of another project, or among what tests read.</summary>
    internal static bool IsFile(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        if (name.EndsWith(".sh", StringComparison.Ordinal) && (name.Contains("test", StringComparison.Ordinal) || name.Contains("e2e", StringComparison.Ordinal))) return true;
        foreach (var folder in Folders)
            for (var at = path.IndexOf(folder, StringComparison.Ordinal); at >= 0; at = path.IndexOf(folder, at + 1, StringComparison.Ordinal))
                if ((at == 0 || path[at - 1] == '/') && at + folder.Length < path.Length && path[at + folder.Length] == '/') return true;
        return false;
    }

    /// <summary>Whether names of images lead to a registry from which nothing is taken but by the pipeline itself.</summary>
    internal static bool Is(string? names)
    {
        if (names is null) return false;
        foreach (var host in Hosts)
            if (names.Contains(host, StringComparison.OrdinalIgnoreCase)) return true;
        // A bundle of the Operator Lifecycle Manager holds texts, which no machine runs.
        return names.Contains("bundle", StringComparison.OrdinalIgnoreCase);
    }
}
