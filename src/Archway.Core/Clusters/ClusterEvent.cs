using System.Text.Json;

namespace Archway.Clusters;

/// <summary>Something that is so in a cluster, or became so.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Item">The object, good until the next event is asked for; nothing where the event is about none.</param>
public readonly record struct ClusterEvent(ClusterEventKind Kind, JsonElement Item);

/// <summary>What happened in a cluster.</summary>
public enum ClusterEventKind
{
    /// <summary>All is told from the beginning: what was told before holds no more.</summary>
    Restarted,

    /// <summary>The object is there, or changed.</summary>
    Present,

    /// <summary>The object is gone.</summary>
    Gone,

    /// <summary>All that there is was told; what follows are changes.</summary>
    Complete,
}
