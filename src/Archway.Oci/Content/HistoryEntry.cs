namespace Archway.Oci.Content;

/// <summary>One step of an image's making.</summary>
/// <param name="Created">When it was made; null when not said.</param>
/// <param name="CreatedBy">The command, often a Dockerfile's line; null when not said.</param>
/// <param name="Comment">What the builder noted; null when nothing.</param>
/// <param name="IsEmptyLayer">Whether the step changed no files and so has no layer.</param>
public sealed record HistoryEntry(DateTimeOffset? Created, string? CreatedBy, string? Comment, bool IsEmptyLayer);
