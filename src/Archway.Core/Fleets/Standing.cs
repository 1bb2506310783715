using System.Text.Json.Serialization;
using Archway.Judging;

namespace Archway.Fleets;

/// <summary>How an image, or a workload with all its images, stands on the way to a platform; worst first.</summary>
public enum Standing
{
    /// <summary>It is known not to run there.</summary>
    [JsonStringEnumMemberName("blocked")] Blocked,
    /// <summary>Nobody could tell, or what it holds puts it in doubt.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
    /// <summary>It runs there after a change that is known: another tag, a build.</summary>
    [JsonStringEnumMemberName("change")] Change,
    /// <summary>It runs there, by the word of its index, its configuration or the catalog.</summary>
    [JsonStringEnumMemberName("ready")] Ready,
    /// <summary>It runs there, and its content was read.</summary>
    [JsonStringEnumMemberName("verified")] Verified,
}

/// <summary>What an image's status means for a fleet.</summary>
public static class Standings
{
    /// <summary>All of them, worst first.</summary>
    public static IReadOnlyList<Standing> All { get; } = Enum.GetValues<Standing>();

    /// <summary>How an image stands.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="verification">How far its content was read.</param>
    public static Standing Of(ImageStatus status, Verification verification) => status switch
    {
        ImageStatus.Ready => verification is Verification.Verified or Verification.Entrypoint or Verification.Neutral ? Standing.Verified : Standing.Ready,
        ImageStatus.Update or ImageStatus.Rebuild => Standing.Change,
        ImageStatus.Unknown or ImageStatus.Suspect => Standing.Unknown,
        _ => Standing.Blocked,
    };
}
