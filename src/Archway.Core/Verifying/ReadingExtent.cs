using System.Text.Json.Serialization;

namespace Archway.Verifying;

/// <summary>How much of an image's content is read.</summary>
public enum ReadingExtent
{
    /// <summary>Every layer.</summary>
    [JsonStringEnumMemberName("all")] All,

    /// <summary>The layers that tell what starts, from the uppermost on.</summary>
    [JsonStringEnumMemberName("entrypoint")] Entrypoint,
}
