using System.Text.Json.Nodes;

namespace Archway.Testing.Clusters;

/// <summary>What a real API server, of Kubernetes 1.36, answered.</summary>
public static class Recordings
{
    /// <summary>The answer of that name: its status, its headers and its body.</summary>
    public static JsonObject Read(string name)
    {
        using var stream = typeof(Recordings).Assembly.GetManifestResourceStream($"apiserver/{name}") ?? throw new ArgumentException($"there is no recording '{name}'", nameof(name));
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>The body of that answer.</summary>
    public static JsonObject Body(string name) => Read(name)["body"]!.AsObject();

    /// <summary>The items of a recorded list.</summary>
    public static IEnumerable<JsonObject> Items(string name) => Body(name)["items"]!.AsArray().Select(item => item!.DeepClone().AsObject());

    /// <summary>All that was recorded of one cluster.</summary>
    public static TestCluster Fill(TestCluster cluster)
    {
        foreach (var kind in (string[])["nodes", "deployments", "statefulsets", "daemonsets", "replicasets", "jobs"])
            foreach (var item in Items(kind)) cluster.Put(kind, item);
        foreach (var pod in ((string[])["pods-page-1", "pods-page-2", "pods-bound"]).SelectMany(Items).DistinctBy(pod => pod["metadata"]!["uid"]!.GetValue<string>()))
            cluster.Put("pods", pod);
        return cluster;
    }
}
