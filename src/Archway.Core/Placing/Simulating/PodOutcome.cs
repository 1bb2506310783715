using System.Text.Json.Serialization;

namespace Archway.Placing.Simulating;

/// <summary>What becomes of a pod, worst first.</summary>
public enum PodOutcome
{
    /// <summary>It lands on a node that cannot run one of its images.</summary>
    [JsonStringEnumMemberName("crashes")] Crashes,
    /// <summary>The scheduler would take such a node for it as well.</summary>
    [JsonStringEnumMemberName("may crash")] MayCrash,
    /// <summary>It lands, and it is not known whether its images run there.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
    /// <summary>The API server refuses it.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
    /// <summary>It does not land.</summary>
    [JsonStringEnumMemberName("waits")] Waits,
    /// <summary>It lands and runs.</summary>
    [JsonStringEnumMemberName("runs")] Runs,
}
