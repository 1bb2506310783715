using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Reading.Clusters;

/// <summary>What makes pods in a live cluster, and the images that were told of it.</summary>
/// <param name="Kind">Its kind, which need not be one that is known.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
internal sealed record LiveOwner(string Kind, string Namespace, string Name)
{
    private readonly HashSet<string> _images = new(StringComparer.Ordinal);
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    /// <summary>Its images, as they are written.</summary>
    internal IReadOnlySet<string> Images => _images;

    /// <summary>The secrets that its pods' images are pulled with.</summary>
    internal IReadOnlySet<string> Secrets => _secrets;

    /// <summary>Notes the secrets of a pod.</summary>
    internal void AddSecrets(JsonElement? spec)
    {
        foreach (var secret in spec is { } pod ? pod.Items("imagePullSecrets") : [])
            if (secret.Text("name") is { Length: > 0 } name) _secrets.Add(name);
    }

    /// <summary>The owner as a person names it: <c>Deployment/shop/cart</c>.</summary>
    internal string Workload { get; } = $"{Kind}/{Namespace}/{Name}";

    /// <summary>Where it is told.</summary>
    internal string PathIn(string cluster) => $"k8s:{cluster}/{Namespace}/{Kind}/{Name}";

    /// <summary>Notes images; tells whether one of them is new.</summary>
    internal bool Adds(IEnumerable<string> images)
    {
        var isNew = false;
        foreach (var image in images) isNew |= _images.Add(image);
        return isNew;
    }

    /// <summary>The same without noting it.</summary>
    internal bool Knows(string image) => _images.Contains(image);

    /// <summary>The images of a pod's containers, of whatever kind, as they are written.</summary>
    internal static IEnumerable<string> ImagesOf(JsonElement? spec) =>
        from list in (string[])["initContainers", "containers", "ephemeralContainers"]
        from container in spec is { } pod ? pod.Items(list) : []
        let image = container.Text("image")
        where image is { Length: > 0 }
        select image;
}
