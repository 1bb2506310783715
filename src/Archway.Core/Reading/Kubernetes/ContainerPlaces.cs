namespace Archway.Reading.Kubernetes;

/// <summary>Where the custom resources of well-known controllers hold containers, beside those of the pods within them.</summary>
internal static class ContainerPlaces
{
    private const string Argo = "argoproj.io";
    private const string Tekton = "tekton.dev";

    // Groups in which an image is a container's image wherever it stands.
    private static readonly HashSet<string> OfContainersOnly =
    [
        Tekton, "actions.github.com", "actions.summerwind.dev", "flink.apache.org", "kafka.strimzi.io", "keda.sh", "kubevirt.io", "monitoring.coreos.com",
        "ray.io", "serving.knative.dev", "serving.kserve.io", "sources.knative.dev", "sparkoperator.k8s.io",
    ];

    /// <summary>Whether a member of that name holds a list of containers.</summary>
    internal static bool IsList(string group, string key) => (group, key) switch
    {
        (_, "containers" or "initContainers" or "ephemeralContainers") => true,
        (Argo or Tekton, "sidecars") or (Tekton, "steps") => true,
        _ => false,
    };

    /// <summary>Whether a member of that name holds one container.</summary>
    internal static bool IsOne(string group, string key) => (group, key) is (Argo, "container" or "script") or (Tekton, "stepTemplate");

    /// <summary>Whether a bare word such as <c>busybox</c> is an image there, and not the name of something else.</summary>
    internal static bool TakeBareWords(string group) => OfContainersOnly.Contains(group) || group.EndsWith(".k8s.elastic.co", StringComparison.Ordinal);

    /// <summary>Whether a member of that name holds, as a text, a part of a pod or a resource.</summary>
    internal static bool IsText(string group, string key) => (group, key) is (Argo, "podSpecPatch" or "manifest");

    /// <summary>Whether a parameter's value may be a whole resource, which a task then applies.</summary>
    internal static bool TakesResources(string group) => group is Tekton or Argo;
}
