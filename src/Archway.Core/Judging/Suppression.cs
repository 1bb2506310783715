using System.Text.Json.Serialization;

namespace Archway.Judging;

/// <summary>Why a finding does not count.</summary>
/// <param name="Kind">Who says so.</param>
/// <param name="Reason">The reason, as it was given.</param>
public sealed record Suppression(SuppressionKind Kind, string Reason);

/// <summary>Who says that a finding does not count.</summary>
public enum SuppressionKind
{
    /// <summary>A comment beside the line.</summary>
    [JsonStringEnumMemberName("comment")] Comment,

    /// <summary>The tree's list of what to leave alone.</summary>
    [JsonStringEnumMemberName("list")] List,

    /// <summary>A report from before, which has it too.</summary>
    [JsonStringEnumMemberName("baseline")] Baseline,
}
