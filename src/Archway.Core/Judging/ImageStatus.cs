using System.Text.Json.Serialization;

namespace Archway.Judging;

/// <summary>What a person reads of an image on a platform; worst first, so that the smaller value is the worse.</summary>
public enum ImageStatus
{
    /// <summary>It says it runs there, its content does not.</summary>
    [JsonStringEnumMemberName("broken")] Broken,
    /// <summary>It exists, does not run there, and nothing near does.</summary>
    [JsonStringEnumMemberName("blocked")] Blocked,
    /// <summary>There is no such repository, tag or digest.</summary>
    [JsonStringEnumMemberName("missing")] Missing,
    /// <summary>It could not be asked; the reason is said.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
    /// <summary>It says it runs there; what it holds puts that in doubt.</summary>
    [JsonStringEnumMemberName("suspect")] Suspect,
    /// <summary>Not at this tag, but at a named near one.</summary>
    [JsonStringEnumMemberName("update")] Update,
    /// <summary>It is built from sources in the scanned tree.</summary>
    [JsonStringEnumMemberName("rebuild")] Rebuild,
    /// <summary>It runs there.</summary>
    [JsonStringEnumMemberName("ready")] Ready,
}
