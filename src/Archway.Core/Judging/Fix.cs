using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Archway.Judging;

/// <summary>A change that would settle a finding, within the finding's file.</summary>
/// <param name="Title">What it does, as one would tell somebody to: <c>take the platform off</c>.</param>
/// <param name="Safety">Whether it may be made without asking.</param>
/// <param name="Edits">What is changed; no two overlap.</param>
public sealed record Fix(string Title, FixSafety Safety, params ImmutableArray<Edit> Edits);

/// <summary>Whether a fix may be made without asking, the least so first.</summary>
public enum FixSafety
{
    /// <summary>It shows what would have to be done, and is never made.</summary>
    [JsonStringEnumMemberName("show")] ShowOnly,

    /// <summary>It may change what the sources mean in a way that nothing here can tell.</summary>
    [JsonStringEnumMemberName("ask")] Ask,

    /// <summary>It means the same on the platforms that ran before.</summary>
    [JsonStringEnumMemberName("safe")] Safe,
}
