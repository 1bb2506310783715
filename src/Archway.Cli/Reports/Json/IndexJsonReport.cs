using System.Collections.Immutable;
using Archway.Oci.Content;

namespace Archway.Cli.Reports.Json;

/// <summary>What <c>archway index --format json</c> answers.</summary>
internal sealed record IndexJsonReport(
    int Version, ToolJson Tool, string? Published, string? Before, string Digest, string MediaType, ImmutableDictionary<string, string> Annotations,
    ImmutableArray<IndexEntryJson> Entries, int? Unreadable)
{
    internal static IndexJsonReport Of(Manifest manifest, Digest? before, string? published) => new(
        1, new("archway", ProgramVersion.Text), published, before?.ToString(), manifest.Self.Digest.ToString(), manifest.Self.MediaType,
        (manifest as ImageIndex)?.Annotations ?? ImmutableDictionary<string, string>.Empty,
        [.. (manifest as ImageIndex)?.Entries.Select(IndexEntryJson.Of) ?? []],
        (manifest as ImageIndex)?.UnreadableEntries is > 0 and var unreadable ? unreadable : null);
}

/// <summary>One entry of an index.</summary>
internal sealed record IndexEntryJson(string? Platform, string Kind, string Digest, long? Size, string MediaType, ImmutableDictionary<string, string> Annotations)
{
    internal static IndexEntryJson Of(Descriptor entry) => new(
        entry.IsAttestation ? null : entry.Platform?.ToString(), entry.Platform is not null && !entry.IsAttestation ? "image" : IndexReport.Kind(entry),
        entry.Digest.ToString(), entry.Size, entry.MediaType, entry.Annotations);
}
