using System.Text.Json.Serialization;

namespace Archway.Judging;

/// <summary>How far an image's content was read to back its status, and what it said.</summary>
public enum Verification
{
    /// <summary>Nothing of its content was read, or not all of it could be.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>Only what starts was read, and it is for the platform.</summary>
    [JsonStringEnumMemberName("entrypoint")] Entrypoint,

    /// <summary>All was read, and it is for the platform.</summary>
    [JsonStringEnumMemberName("verified")] Verified,

    /// <summary>Files for other machines stand beside what starts, which is for the platform.</summary>
    [JsonStringEnumMemberName("suspect")] Suspect,

    /// <summary>What starts, or most of what could, is for another machine.</summary>
    [JsonStringEnumMemberName("broken")] Broken,

    /// <summary>All was read, and nothing of it is for any machine.</summary>
    [JsonStringEnumMemberName("neutral")] Neutral,
}
