using System.Collections.Immutable;
using Archway.Judging;
using Archway.Reading;
using Archway.Resolving;

namespace Archway.Cli.Reports.Json;

/// <summary>The JSON report of a scan; its names are a contract, described in docs/scan.schema.json.</summary>
internal sealed record ScanJson(
    string SchemaVersion,
    ToolJson Tool,
    ImmutableArray<string> Target,
    ImmutableArray<string> Scanned,
    LookedJson Looked,
    ImmutableArray<OccurrenceJson> Occurrences,
    ImmutableArray<ImageJson> Images,
    ImmutableArray<FindingJson> Findings,
    ImmutableArray<UnparsedJson> Unparsed,
    SortedDictionary<string, int> Summary);

/// <summary>Which program wrote the report.</summary>
internal sealed record ToolJson(string Name, string Version);

/// <summary>What was looked at.</summary>
internal sealed record LookedJson(int Files, int Documents, int References, int Images, int Unresolved, int Skipped, int Unparsed);

/// <summary>One place that names an image.</summary>
internal sealed record OccurrenceJson(
    string File, int Line, int Column, string Written, string? Image, string? Reason, OccurrenceKind Kind, string? Workload, string? Container, string? Platform);

/// <summary>One image: what is said of it, and why.</summary>
internal sealed record ImageJson(
    string Image,
    ImageStatus Status,
    ImmutableArray<TargetJson> Targets,
    ImmutableArray<string> Platforms,
    string? Digest,
    string? MediaType,
    string Because,
    ImmutableArray<string> Advice,
    ImmutableArray<EvidenceJson> Evidence,
    int UsedAt,
    ImmutableArray<EntryJson>? Entries = null);

/// <summary>What is said of an image on one platform.</summary>
internal sealed record TargetJson(string Platform, ImageStatus Status, string Because, Verification Verification);

/// <summary>What backs a status.</summary>
internal sealed record EvidenceJson(EvidenceSource Source, string Detail);

/// <summary>One platform's image in depth.</summary>
internal sealed record EntryJson(string Platform, bool Declared, string Digest, string MediaType, long? Size, long? LayerBytes, ConfigJson? Config, string? Problem);

/// <summary>What an image's configuration says.</summary>
internal sealed record ConfigJson(
    string? Platform, string? OsVersion, DateTimeOffset? Created, string? User, string? WorkingDir,
    ImmutableArray<string> Entrypoint, ImmutableArray<string> Cmd, int Layers);

/// <summary>Something in the way, and where.</summary>
internal sealed record FindingJson(string Rule, Severity Severity, string File, int Line, int Column, string Message);

/// <summary>A file, or the rest of one, that could not be read.</summary>
internal sealed record UnparsedJson(string File, int Line, string Problem);
