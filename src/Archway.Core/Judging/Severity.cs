using System.Text.Json.Serialization;

namespace Archway.Judging;

/// <summary>How much a finding stands in the way; the larger value is the worse.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    [JsonStringEnumMemberName("note")] Note,
    /// <summary>It works, slowly or by luck.</summary>
    [JsonStringEnumMemberName("warning")] Warning,
    /// <summary>It does not run on the target platform.</summary>
    [JsonStringEnumMemberName("blocker")] Blocker,
}
