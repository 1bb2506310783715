namespace Archway.Clusters.Configuration;

/// <summary>Who a program is that runs in a pod: the service account's token, which the kubelet writes anew, and the cluster's authority.</summary>
internal static class PodIdentity
{
    private const int LargestFile = 1024 * 1024;

    /// <summary>The cluster that this pod runs in; null where this is no pod.</summary>
    /// <exception cref="ClusterException">It is one, and what it is given cannot be read.</exception>
    internal static ClusterAccess? Find(ClusterSettings settings)
    {
        if (settings.Variable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || settings.Variable("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port) return null;
        var token = Path.Combine(settings.ServiceAccountFolder, "token");
        if (!File.Exists(token)) return null;
        var named = host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host;
        if (!Uri.TryCreate($"https://{named}:{port}", UriKind.Absolute, out var server))
            throw Wrong("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address");
        var authority = BoundedFile.Get(Path.Combine(settings.ServiceAccountFolder, "ca.crt"), "the cluster's authority", LargestFile);
        return new()
        {
            Name = "in-cluster",
            Server = server,
            Authorities = ClusterAccess.Certificates(authority, why => Wrong($"ca.crt {why}")),
            AuthoritiesPem = authority,
            Namespace = BoundedFile.Find(Path.Combine(settings.ServiceAccountFolder, "namespace"), "the pod's namespace", LargestFile)?.Trim() is { Length: > 0 } own ? own : null,
            Login = new(settings) { Who = "the pod's service account", TokenFile = token },
        };
    }

    private static ClusterException Wrong(string why) => new(ClusterFault.Configuration, $"the identity of this pod cannot be used: {why}");
}
