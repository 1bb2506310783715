using System.Collections.Immutable;
using Archway.Placing.Images;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>A pod, or what a workload makes its pods of.</summary>
public sealed record PodTemplate
{
    // The first few tell what is wrong.
    private const int MostRefusals = 5;

    // spec.templates[].steps of Argo, and the like.
    private const int DeepestContainers = 8;

    private static readonly ImmutableArray<string> Kinds = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "Rollout", "CronJob", "PodTemplate"];

    /// <summary>The workload's kind: <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name, or what its pods' names begin with.</summary>
    public required string Name { get; init; }

    /// <summary>Its namespace; empty where none is written.</summary>
    public required string Namespace { get; init; }

    /// <summary>What the pods are to be.</summary>
    public required DataMapping Spec { get; init; }

    /// <summary>The labels of the pods.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The images that the pods name.</summary>
    public required ImmutableArray<PodImage> Images { get; init; }

    /// <summary>How many pods there are to be.</summary>
    public long Count { get; init; } = 1;

    /// <summary>What an API server refuses of the workload, one sentence each; what its pods say to the scheduler is <see cref="PodRules"/>'s.</summary>
    public required ImmutableArray<string> Refusals { get; init; }

    /// <summary>What its pods say of being placed.</summary>
    internal PlaceWish Wish { get; init; } = PlaceWish.Of(null);

    /// <summary>Who makes it, as kind and name, where something else does.</summary>
    internal (string Kind, string Name)? Owner { get; init; }

    /// <summary>Whether there is to be one pod on every node that takes it.</summary>
    public bool IsOfDaemon => Kind == "DaemonSet";

    /// <summary>The workload as a person names it: <c>Deployment/shop/cart</c>.</summary>
    public string Workload => Namespace.Length == 0 ? $"{Kind}/{Name}" : $"{Kind}/{Namespace}/{Name}";

    /// <summary>The templates of a document, those of lists too.</summary>
    /// <param name="source">The file.</param>
    /// <param name="document">The document.</param>
    public static IEnumerable<PodTemplate> In(SourceText source, DataNode document) =>
        ManifestText.Resources(document).Select(resource => Find(source, resource)).OfType<PodTemplate>();

    /// <summary>The resources of a document that name containers and are of kinds that nothing here reads pods of, as <c>Workflow/ci/nightly</c>: their controllers make them.</summary>
    /// <param name="document">The document.</param>
    public static IEnumerable<string> Unread(DataNode document) =>
        from resource in ManifestText.Resources(document)
        let kind = ScalarText.Of(resource["kind"])
        where kind is not null && !Kinds.Contains(kind) && NamesContainers(resource["spec"], DeepestContainers)
        let metadata = resource["metadata"]
        select string.Join('/', new[] { kind, ScalarText.Of(metadata?["namespace"]), ScalarText.Of(metadata?["name"]) ?? ScalarText.Of(metadata?["generateName"]) }.OfType<string>());

    private static bool NamesContainers(DataNode? node, int depth) => node is not null && depth > 0
        && (node.Members.Any(member => member.Key.Value is "containers" or "container" && (IsContainer(member.Value) || member.Value.Items.Any(IsContainer)))
            || node.Members.Any(member => NamesContainers(member.Value, depth - 1)) || node.Items.Any(item => NamesContainers(item, depth - 1)));

    private static bool IsContainer(DataNode node) => node["image"] is DataScalar;

    /// <summary>The template of a resource; null where it makes no pods.</summary>
    public static PodTemplate? Find(SourceText source, DataNode resource)
    {
        var kind = ScalarText.Of(resource["kind"]) ?? "";
        var holder = kind switch
        {
            "Pod" => resource,
            // Argo's Rollout is a Deployment but for how it goes from one to the next.
            "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "ReplicationController" or "Job" or "Rollout" => resource["spec"]?["template"],
            "CronJob" => resource["spec"]?["jobTemplate"]?["spec"]?["template"],
            "PodTemplate" => resource["template"],
            _ => null,
        };
        // What has ended takes no place any more.
        if (holder?["spec"] is not DataMapping spec || resource["status"]?["phase"]?.Text is "Succeeded" or "Failed") return null;
        var metadata = resource["metadata"];
        var owner = (metadata?["ownerReferences"]?.Items ?? []).FirstOrDefault(one => one["controller"]?.Text == "true");
        return new()
        {
            Kind = kind,
            Name = ScalarText.Of(metadata?["name"]) ?? ScalarText.Of(metadata?["generateName"])?.TrimEnd('-') ?? "",
            Namespace = ScalarText.Of(metadata?["namespace"]) ?? "",
            Spec = spec,
            Labels = PodReader.Texts(holder["metadata"]?["labels"]),
            Images = PodImages.Of(source, spec),
            Count = Math.Max(0, CountOf(kind, resource["spec"])),
            Refusals = [.. WorkloadRules.Broken(resource, kind, holder).Take(MostRefusals)],
            Wish = PlaceWish.Of(ScalarText.Of(holder["metadata"]?["annotations"]?[PlaceWish.Name]), ScalarText.Of(holder["metadata"]?["labels"]?[PlaceWish.Name])),
            Owner = owner is null ? null : (ScalarText.Of(owner["kind"]) ?? "", ScalarText.Of(owner["name"]) ?? ""),
        };
    }

    private static long CountOf(string kind, DataNode? spec) => kind switch
    {
        "Job" => Parallel(spec),
        "CronJob" => IsSuspended(spec) ? 0 : Parallel(spec?["jobTemplate"]?["spec"]),
        "Pod" or "PodTemplate" => 1,
        _ => ScalarText.NumberOf(spec?["replicas"]) ?? 1,
    };

    private static long Parallel(DataNode? job) => IsSuspended(job) ? 0
        : Math.Min(ScalarText.NumberOf(job?["parallelism"]) ?? 1, ScalarText.NumberOf(job?["completions"]) ?? long.MaxValue);

    // What is suspended makes no pods until somebody lets it go on.
    private static bool IsSuspended(DataNode? spec) => spec?["suspend"] is DataScalar { IsPlain: true, Value: "true" or "True" or "TRUE" };
}
