using System.Text.Json.Serialization;

namespace Archway.Judging;

/// <summary>How far an image's content was read to back its status.</summary>
public enum Verification
{
    /// <summary>Nothing of its content was read.</summary>
    [JsonStringEnumMemberName("none")] None,
}
