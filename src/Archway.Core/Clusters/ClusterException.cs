namespace Archway.Clusters;

/// <summary>A cluster gave no usable answer, or cannot be asked; <see cref="Fault"/> says which kind.</summary>
/// <param name="fault">Which kind.</param>
/// <param name="message">What was done, what came back, and what to do next; nothing secret.</param>
/// <param name="cause">What it came of.</param>
public sealed class ClusterException(ClusterFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Which kind.</summary>
    public ClusterFault Fault { get; } = fault;

    /// <summary>Where an expired list goes on, as of now; null where it does not.</summary>
    internal string? Continue { get; init; }
}

/// <summary>Why a cluster gave no usable answer.</summary>
public enum ClusterFault
{
    /// <summary>The kubeconfig, or what it names, cannot be used.</summary>
    Configuration,

    /// <summary>No connection, or it was cut each time.</summary>
    Unreachable,

    /// <summary>It does not know who asks.</summary>
    Unauthorized,

    /// <summary>Who asks may not.</summary>
    Forbidden,

    /// <summary>There is no such thing, or the API server does not serve its kind.</summary>
    Absent,

    /// <summary>What the question stands on is too old.</summary>
    Expired,

    /// <summary>It wants to be left alone for longer than is waited.</summary>
    Busy,

    /// <summary>The answer is larger than is read.</summary>
    TooLarge,

    /// <summary>The answer is not what an API server says.</summary>
    Malformed,

    /// <summary>It failed by itself.</summary>
    Failed,
}
