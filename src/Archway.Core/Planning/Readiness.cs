using System.Text.Json.Serialization;

namespace Archway.Planning;

/// <summary>Whether a workload can move now, best first.</summary>
public enum Readiness
{
    /// <summary>Every image of it runs on arm64.</summary>
    [JsonStringEnumMemberName("ready")] Ready,
    /// <summary>It can once something is changed that is said.</summary>
    [JsonStringEnumMemberName("change")] Change,
    /// <summary>One of its images could not be told of.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
    /// <summary>One of its images does not run there, and nothing near does.</summary>
    [JsonStringEnumMemberName("blocked")] Blocked,
}
