using Archway.Reading.Data;

namespace Archway.Reading.Clusters;

/// <summary>What reading a live cluster meets, one after the other.</summary>
internal abstract record ClusterItem
{
    private ClusterItem() { }

    /// <summary>A machine.</summary>
    /// <param name="Object">It.</param>
    internal sealed record Node(LiveObject Object) : ClusterItem;

    /// <summary>What makes pods, or a pod that shows what nothing else does.</summary>
    /// <param name="Document">The images that it names.</param>
    /// <param name="IsWritten">Whether somebody wrote it, and can change what stands in it.</param>
    /// <param name="HasEnded">Whether it runs no more.</param>
    internal sealed record Workload(DataDocument Document, bool IsWritten, bool HasEnded) : ClusterItem;

    /// <summary>What could not be read.</summary>
    /// <param name="Path">What.</param>
    /// <param name="Problem">Why.</param>
    internal sealed record Unread(string Path, string Problem) : ClusterItem;
}
