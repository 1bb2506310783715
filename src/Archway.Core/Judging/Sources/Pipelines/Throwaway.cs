namespace Archway.Judging.Sources.Pipelines;

/// <summary>Registries from which nothing is taken but by the pipeline itself.</summary>
internal static class Throwaway
{
    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "0.0.0.0", "ttl.sh/", "kind-registry", "registry.local", "host.docker.internal"];

    /// <summary>Whether names of images lead to one.</summary>
    internal static bool Is(string? names)
    {
        if (names is null) return false;
        foreach (var host in Hosts)
            if (names.Contains(host, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
