using System.Text.Json;
using Archway.Clusters.Api;
using Archway.Clusters.Configuration;

namespace Archway.Clusters;

/// <summary>A Kubernetes cluster, which is read and never written to.</summary>
public sealed class Cluster : IDisposable
{
    private readonly ApiServer _server;
    private readonly ClusterSettings _settings;

    private Cluster(ClusterAccess access, ClusterSettings settings) => (_server, _settings, Name, Namespace) = (new(access, settings), settings, access.Name, access.Namespace);

    /// <summary>What it is called: the context's name.</summary>
    public string Name { get; }

    /// <summary>The namespace that its context means where none is named; null where there is none.</summary>
    public string? Namespace { get; }

    /// <summary>The cluster of a context. Nothing is asked yet.</summary>
    /// <param name="context">The context's name; null for the current one, or for the cluster that this pod runs in.</param>
    /// <param name="settings">What asking rests on.</param>
    /// <exception cref="ClusterException">There is no such context, or it cannot be used.</exception>
    public static Cluster Open(string? context, ClusterSettings settings)
    {
        var configuration = Kubeconfig.Read(settings);
        // As with kubectl, a kubeconfig outranks the pod's own identity.
        if (context is null && configuration.Files.IsEmpty && PodIdentity.Find(settings) is { } own) return new(own, settings);
        return new(ClusterAccess.Of(configuration.Get(context), settings), settings);
    }

    /// <summary>All objects of a kind, one after the other; each is good until the next is asked for.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="space">The namespace; null for all.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="ClusterException">The cluster does not answer, or does not let it be read.</exception>
    public IAsyncEnumerable<JsonElement> ListAsync(ResourceKind kind, string? space, CancellationToken cancellationToken) =>
        _server.ListAsync(kind, space, listed: null, cancellationToken);

    /// <summary>One object, for the caller to dispose of.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="space">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="ClusterException">There is none, or the cluster does not let it be read.</exception>
    public Task<JsonDocument> GetAsync(ResourceKind kind, string space, string name, CancellationToken cancellationToken) =>
        _server.FindAsync(kind, space, name, cancellationToken);

    /// <summary>All objects of a kind, and then whatever becomes of them, for as long as it is asked for.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="space">The namespace; null for all.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="ClusterException">The cluster does not let it be read, or does not answer for long.</exception>
    public IAsyncEnumerable<ClusterEvent> FollowAsync(ResourceKind kind, string? space, CancellationToken cancellationToken) =>
        new Watch(_server, kind, space, _settings).FollowAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();
}
