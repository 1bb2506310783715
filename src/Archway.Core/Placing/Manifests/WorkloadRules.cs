using Archway.Placing.Scheduling;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>What an API server refuses in a workload, its pods' words to the scheduler aside: names, labels, numbers, volumes and ports.</summary>
/// <remarks>What is wrong is told, not what is missing: manifests are patched before they are applied.</remarks>
internal static class WorkloadRules
{
    private const int LongestName = 253;
    private const int LongestNamespace = 63;

    // Its jobs are named after it and the minute.
    private const int LongestCronJob = 52;
    private const int LastPort = 65535;
    private static readonly string[] Lists = ["initContainers", "containers"];
    private static readonly string[] Counts = ["replicas", "parallelism", "completions", "backoffLimit", "minReadySeconds"];

    /// <summary>What is wrong, one sentence each, with the path of the field first.</summary>
    /// <param name="resource">The workload.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="holder">What has the pod's <c>metadata</c> and <c>spec</c>: the resource itself, or its template.</param>
    internal static IEnumerable<string> Broken(DataNode resource, string kind, DataNode holder)
    {
        var isPod = ReferenceEquals(resource, holder);
        var template = isPod ? "" : kind == "CronJob" ? "spec.jobTemplate.spec.template." : kind == "PodTemplate" ? "template." : "spec.template.";
        return Names(resource["metadata"], kind)
            .Concat(Labels(resource["metadata"], "metadata"))
            .Concat(isPod ? [] : Labels(holder["metadata"], template + "metadata"))
            .Concat(Numbers(resource["spec"], "spec"))
            .Concat(kind == "CronJob" ? Numbers(resource["spec"]?["jobTemplate"]?["spec"], "spec.jobTemplate.spec") : [])
            .Concat(Selected(resource["spec"]?["selector"], kind, PodReader.Texts(holder["metadata"]?["labels"])))
            .Concat(Restarts(holder["spec"], kind, template))
            .Concat(Volumes(holder["spec"], template));
    }

    private static IEnumerable<string> Names(DataNode? metadata, string kind)
    {
        if (ScalarText.Of(metadata?["name"]) is { } name)
        {
            if (name.Length > LongestName || !LabelText.IsDomain(name))
                yield return $"metadata.name: Invalid value: {PodRules.Shown(metadata!["name"])}: a name is of lower-case letters, digits, '-' and '.', a letter or a digit at both ends";
            else if (kind == "CronJob" && name.Length > LongestCronJob)
                yield return $"metadata.name: Invalid value: '{name}': must be no more than {LongestCronJob} characters";
        }

        if (ScalarText.Of(metadata?["namespace"]) is { } space && (space.Length > LongestNamespace || space.Contains('.', StringComparison.Ordinal) || !LabelText.IsDomain(space)))
            yield return $"metadata.namespace: Invalid value: {PodRules.Shown(metadata!["namespace"])}: a namespace is of lower-case letters, digits and '-', a letter or a digit at both ends";
    }

    private static IEnumerable<string> Labels(DataNode? metadata, string path)
    {
        foreach (var (key, value) in metadata?["labels"]?.Members ?? [])
        {
            if (!LabelText.IsName(key.Value)) yield return $"{path}.labels: {PodRules.Shown(key)} is not the name of a label";
            foreach (var problem in PodRules.Value(value, $"{path}.labels[{key.Value}]")) yield return problem;
        }

        foreach (var (key, value) in metadata?["annotations"]?.Members ?? [])
        {
            // An API server does not mind capitals here.
            if (!LabelText.IsName(key.Value.ToLowerInvariant())) yield return $"{path}.annotations: {PodRules.Shown(key)} is not the name of an annotation";
            foreach (var problem in PodRules.NoString(value, $"{path}.annotations[{key.Value}]")) yield return problem;
        }
    }

    private static IEnumerable<string> Numbers(DataNode? spec, string path)
    {
        foreach (var name in Counts)
            if (ScalarText.NumberOf(spec?[name]) is < 0) yield return $"{path}.{name}: Invalid value: {PodRules.Shown(spec![name])}: must be greater than or equal to 0";
    }

    private static IEnumerable<string> Selected(DataNode? selector, string kind, IReadOnlyDictionary<string, string> labels)
    {
        if (selector is not DataMapping || kind is not ("Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "ReplicationController")) yield break;
        var isPlain = kind == "ReplicationController";
        var wanted = PodReader.Texts(isPlain ? selector : selector["matchLabels"]);
        if (wanted.Count == 0 && (isPlain || selector["matchExpressions"] is null)) yield return "spec.selector: Invalid value: empty selector is invalid";
        // Expressions too may leave the pods out; what is most often wrong is a label that was renamed in one of two places.
        foreach (var (key, value) in wanted)
            if (labels.GetValueOrDefault(key) != value) yield return $"spec.template.metadata.labels: Invalid value: `selector` does not match template `labels`: it asks for {key}={value}";
    }

    private static IEnumerable<string> Restarts(DataNode? spec, string kind, string path)
    {
        if (ScalarText.Of(spec?["restartPolicy"]) is not { } policy) yield break;
        string[] allowed = kind switch
        {
            "Job" or "CronJob" => ["OnFailure", "Never"],
            "Pod" or "PodTemplate" => ["Always", "OnFailure", "Never"],
            _ => ["Always"],
        };
        if (!allowed.Contains(policy)) yield return $"{path}spec.restartPolicy: Unsupported value: {PodRules.Shown(spec!["restartPolicy"])}: supported values: {string.Join(", ", allowed)}";
    }

    private static IEnumerable<string> Volumes(DataNode? spec, string path)
    {
        HashSet<string> volumes = new(StringComparer.Ordinal);
        foreach (var volume in spec?["volumes"]?.Items ?? [])
            if (ScalarText.Of(volume["name"]) is { } name && !volumes.Add(name)) yield return $"{path}spec.volumes: Duplicate value: {PodRules.Shown(volume["name"])}";
        foreach (var list in Lists)
            foreach (var problem in PodRules.Each(spec?[list], $"{path}spec.{list}", Container)) yield return problem;
    }

    private static IEnumerable<string> Container(DataNode one, string path)
    {
        HashSet<string> paths = new(StringComparer.Ordinal);
        foreach (var mount in one["volumeMounts"]?.Items ?? [])
            if (ScalarText.Of(mount["mountPath"]) is { } at && !paths.Add(at)) yield return $"{path}.volumeMounts: Invalid value: {PodRules.Shown(mount["mountPath"])}: must be unique";
        foreach (var (i, port) in (one["ports"]?.Items ?? []).Index())
        {
            if (ScalarText.NumberOf(port["containerPort"]) is { } number and (< 1 or > LastPort)) yield return $"{path}.ports[{i}].containerPort: Invalid value: '{number}': must be between 1 and {LastPort}, inclusive";
            if (ScalarText.Of(port["protocol"]) is not (null or "TCP" or "UDP" or "SCTP")) yield return $"{path}.ports[{i}].protocol: Unsupported value: {PodRules.Shown(port["protocol"])}";
        }

        if (ScalarText.Of(one["imagePullPolicy"]) is not (null or "" or "Always" or "IfNotPresent" or "Never"))
            yield return $"{path}.imagePullPolicy: Unsupported value: {PodRules.Shown(one["imagePullPolicy"])}";
    }
}
