using System.Text.Json.Nodes;

namespace Archway.Testing.Clusters;

/// <summary>A kind that the stand-in holds.</summary>
/// <param name="Plural">As paths name it.</param>
/// <param name="Kind">As objects name it.</param>
/// <param name="ApiVersion">Its group and version.</param>
/// <param name="IsNamespaced">Whether each is in a namespace.</param>
internal sealed record ClusterKind(string Plural, string Kind, string ApiVersion, bool IsNamespaced = true)
{
    internal string Root => (ApiVersion.Contains('/', StringComparison.Ordinal) ? "/apis/" : "/api/") + ApiVersion;
}

/// <summary>The kinds that the stand-in holds, and what it tells of them.</summary>
internal static class ClusterKinds
{
    internal static ClusterKind[] All { get; } =
    [
        new("nodes", "Node", "v1", IsNamespaced: false), new("pods", "Pod", "v1"), new("secrets", "Secret", "v1"),
        new("replicationcontrollers", "ReplicationController", "v1"), new("deployments", "Deployment", "apps/v1"),
        new("statefulsets", "StatefulSet", "apps/v1"), new("daemonsets", "DaemonSet", "apps/v1"), new("replicasets", "ReplicaSet", "apps/v1"),
        new("jobs", "Job", "batch/v1"), new("cronjobs", "CronJob", "batch/v1"),
        new("runtimeclasses", "RuntimeClass", "node.k8s.io/v1", IsNamespaced: false),
    ];

    /// <summary>The kind that a path is of, with the namespace and the name in it.</summary>
    internal static string? Find(string path, out string? space, out string? name)
    {
        (space, name) = (null, null);
        if (Array.Find(All, kind => path.StartsWith(kind.Root + "/", StringComparison.Ordinal)) is not { Root: var root }) return null;
        var parts = path[(root.Length + 1)..].Split('/');
        if (parts is ["namespaces", var own, ..]) (space, parts) = (own, parts[2..]);
        name = parts.Length > 1 ? parts[1] : null;
        return parts.Length is 1 or 2 && All.Any(kind => kind.Plural == parts[0] && kind.Root == root) ? parts[0] : null;
    }

    /// <summary>What kubectl asks before it asks for anything.</summary>
    internal static JsonNode? Discovery(string path) => path switch
    {
        "/version" => Recordings.Body("version"),
        "/api" => JsonNode.Parse("""{"kind":"APIVersions","versions":["v1"]}"""),
        "/apis" => new JsonObject
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. ((string[])["apps", "batch"]).Select(group => JsonNode.Parse(
                $$$"""{"name":"{{{group}}}","versions":[{"groupVersion":"{{{group}}}/v1","version":"v1"}],"preferredVersion":{"groupVersion":"{{{group}}}/v1","version":"v1"}}"""))]),
        },
        _ when All.Any(kind => kind.Root == path) => new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = All.First(kind => kind.Root == path).ApiVersion,
            ["resources"] = new JsonArray([.. All.Where(kind => kind.Root == path).Select(kind => new JsonObject
            {
                ["name"] = kind.Plural,
                ["singularName"] = kind.Kind.ToLowerInvariant(),
                ["namespaced"] = kind.IsNamespaced,
                ["kind"] = kind.Kind,
                ["verbs"] = new JsonArray("get", "list", "watch"),
            })]),
        },
        _ => null,
    };
}
