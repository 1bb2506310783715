using Archway.Clusters;
using Archway.Oci.References;

namespace Archway.Reading.Clusters;

/// <summary>A login that a namespace has for an image of its own.</summary>
/// <param name="Image">The image: its repository alone is asked for with it.</param>
/// <param name="Source">What holds it, fit to be shown.</param>
/// <param name="Configuration">It, as a Docker configuration.</param>
internal sealed record PullLogin(ImageReference Image, string Source, ReadOnlyMemory<byte> Configuration);

/// <summary>Reads the secrets that images are pulled with: of a namespace those alone that its pods name, and for their images alone.</summary>
/// <remarks><see href="https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/"/></remarks>
internal static class PullSecrets
{
    /// <summary>Reads them; one that cannot be read is told.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="owners">Who makes pods that name secrets.</param>
    /// <param name="found">Told what could not be read.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    internal static async Task<IReadOnlyList<PullLogin>> ReadAsync(
        Cluster cluster, IEnumerable<LiveOwner> owners, Action<ClusterItem> found, CancellationToken cancellationToken)
    {
        List<PullLogin> logins = [];
        foreach (var secret in owners.SelectMany(owner => owner.Secrets.Select(name => (owner.Namespace, Name: name, Owner: owner))).GroupBy(one => (one.Namespace, one.Name)))
        {
            var (space, name) = secret.Key;
            if (await FindAsync(cluster, space, name, found, cancellationToken) is not { } configuration) continue;
            var images = secret.SelectMany(one => one.Owner.Images).Select(image => ImageReference.Read(image).Value).OfType<ImageReference>().DistinctBy(image => image.Name);
            logins.AddRange(images.Select(image => new PullLogin(image, $"the secret {space}/{name}", configuration)));
        }

        return logins;
    }

    private static async Task<byte[]?> FindAsync(Cluster cluster, string space, string name, Action<ClusterItem> found, CancellationToken cancellationToken)
    {
        var path = $"k8s:{cluster.Name}/{space}/Secret/{name}";
        try
        {
            using var secret = await cluster.GetAsync(ResourceKind.Secret, space, name, cancellationToken);
            if (PullSecret.ConfigurationOf(secret.RootElement) is { } configuration) return configuration;
            found(new ClusterItem.Unread(path, "it is no pull secret: it is of neither the type kubernetes.io/dockerconfigjson nor kubernetes.io/dockercfg, or holds no JSON"));
        }
        catch (ClusterException e)
        {
            found(new ClusterItem.Unread(path, e.Message));
        }

        return null;
    }
}
