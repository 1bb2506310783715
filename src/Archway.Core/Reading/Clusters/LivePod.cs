using System.Collections.Immutable;
using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Reading.Clusters;

/// <summary>A pod of a live cluster, as far as a fleet is counted by it, within bounds.</summary>
/// <param name="Id">What tells it from all others.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Node">The node that it runs on; null while it waits for one.</param>
/// <param name="Controller">What makes it; null where nothing does.</param>
/// <param name="Images">The images of its containers.</param>
public sealed record LivePod(string Id, string Namespace, string Name, string? Node, LiveController? Controller, ImmutableArray<LiveImage> Images)
{
    private const int MostImages = 100;
    private const int MostSecrets = 8;
    private const int LongestImage = 1000;
    private static readonly string[] Lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>The secrets that its images are pulled with.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>Who owns it, by a label; null where it has none.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether it has come to its end, and runs no more.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Reads a pod as an API server tells it; null where it is none.</summary>
    /// <param name="pod">It.</param>
    /// <param name="ownerLabel">The label that says who owns it.</param>
    /// <exception cref="InvalidOperationException">One of its texts is not Unicode.</exception>
    public static LivePod? Read(JsonElement pod, string ownerLabel)
    {
        var (metadata, spec) = (pod.Object("metadata"), pod.Object("spec"));
        if (metadata?.Text("uid") is not { } id || metadata?.Text("name") is not { } name) return null;
        return new(id, metadata?.Text("namespace") ?? "", name, spec?.Text("nodeName"), LiveController.Of(metadata), [.. ImagesOf(spec).Distinct().Take(MostImages)])
        {
            Secrets = [.. (spec?.Items("imagePullSecrets") ?? []).Select(secret => secret.Text("name")).OfType<string>().Distinct().Take(MostSecrets)],
            Owner = metadata?.Object("labels")?.Text(ownerLabel),
            HasEnded = pod.Object("status")?.Text("phase") is "Succeeded" or "Failed",
        };
    }

    private static IEnumerable<LiveImage> ImagesOf(JsonElement? spec) =>
        from list in Lists
        from container in spec is { } own ? own.Items(list) : []
        let image = container.Text("image")
        where image is { Length: > 0 and <= LongestImage }
        select new LiveImage(image, container.Text("imagePullPolicy") == "Always");
}

/// <summary>An image that a pod of a live cluster names.</summary>
/// <param name="Written">Its name, as it is written.</param>
/// <param name="IsPulledAlways">Whether nodes ask for it anew each time.</param>
public readonly record struct LiveImage(string Written, bool IsPulledAlways);

/// <summary>What makes something in a live cluster.</summary>
/// <param name="Id">What tells it from all others.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
public sealed record LiveController(string Id, string Kind, string Name)
{
    /// <summary>What makes an object, with the object's own identity; null where nothing does, or it is none.</summary>
    /// <param name="item">The object, as an API server tells it.</param>
    public static (string Id, LiveController? Controller)? Read(JsonElement item) =>
        item.Object("metadata") is { } metadata && metadata.Text("uid") is { } id ? (id, Of(metadata)) : null;

    // The kubelet shows what its node's own files have it run: nobody makes those but who wrote the files.
    internal static LiveController? Of(JsonElement? metadata) =>
        (metadata?.Items("ownerReferences") ?? []).FirstOrDefault(one => one.Member("controller") is { ValueKind: JsonValueKind.True }) is { ValueKind: JsonValueKind.Object } owner
        && owner.Text("uid") is { } id && owner.Text("kind") is { } kind && kind != "Node" ? new(id, kind, owner.Text("name") ?? "") : null;
}

/// <summary>A node of a live cluster.</summary>
/// <param name="Id">What tells it from all others.</param>
/// <param name="Name">Its name.</param>
/// <param name="Architecture">Its architecture, as its kubelet tells it; null where it does not.</param>
public sealed record LiveNode(string Id, string Name, string? Architecture)
{
    /// <summary>Reads a node as an API server tells it; null where it is none.</summary>
    /// <param name="node">It.</param>
    public static LiveNode? Read(JsonElement node) => node.Object("metadata") is { } metadata && metadata.Text("uid") is { } id && metadata.Text("name") is { } name
        ? new(id, name, node.Object("status")?.Object("nodeInfo")?.Text("architecture") ?? metadata.Object("labels")?.Text("kubernetes.io/arch")) : null;
}
