using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Archway.Cli.Reports.Gpu;
using Archway.Judging;
using Archway.Reading;
using Archway.Resolving;

namespace Archway.Cli.Reports.Json;

/// <summary>What a scan found, as one document: the JSON report, and what every other report is written from.</summary>
/// <remarks>Its names are a contract, described in docs/scan.schema.json.</remarks>
internal sealed record ScanDocument(
    string SchemaVersion,
    ToolJson Tool,
    ImmutableArray<string> Target,
    ImmutableArray<string> Scanned,
    LookedJson Looked,
    ImmutableArray<OccurrenceJson> Occurrences,
    ImmutableArray<ImageJson> Images,
    ImmutableArray<FindingJson> Findings,
    ImmutableArray<UnparsedJson> Unparsed,
    IReadOnlyDictionary<string, int> Summary,
    ImmutableArray<ConfigurationJson>? Configuration = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<ComparisonJson>? ChangedSince = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<NotRenderedJson>? NotRendered = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<FindingJson>? Suppressed = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<ClusterJson>? Clusters = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<EcsJson>? Ecs = null)
{
    /// <summary>The version of the contract that this program writes and reads.</summary>
    internal const string CurrentVersion = "1";

    /// <summary>The places that name each image, in the order of files and lines.</summary>
    internal ILookup<string, OccurrenceJson> PlacesByImage() =>
        Occurrences.Where(place => place.Image is not null).ToLookup(place => place.Image!, StringComparer.Ordinal);

    /// <summary>The images of each status that there is, worst first.</summary>
    internal IEnumerable<StatusImages> ByStatus() => Enum.GetValues<ImageStatus>()
        .Select(status => new StatusImages(status, [.. Images.Where(image => image.Status == status)]))
        .Where(group => group.Images.Count > 0);

    /// <summary>Whether a person is shown what does not count.</summary>
    [JsonIgnore]
    internal bool ShowsSuppressed { get; init; }

    /// <summary>The places whose image cannot be told.</summary>
    [JsonIgnore]
    internal IEnumerable<OccurrenceJson> Unresolved => Occurrences.Where(place => place.Image is null);
}

/// <summary>The images of one status.</summary>
internal sealed record StatusImages(ImageStatus Status, IReadOnlyList<ImageJson> Images);

/// <summary>Which program wrote the report.</summary>
internal sealed record ToolJson(string Name, string Version);

/// <summary>What was looked at.</summary>
internal sealed record LookedJson(
    int Files, int Documents, int References, int Images, int Unresolved, int Skipped, int Unparsed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Rendered = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? NotRendered = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Clusters = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Nodes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Workloads = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Pods = null)
{
    /// <summary>Clusters of Amazon ECS.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EcsClusters { get; init; }

    /// <summary>Their services.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EcsServices { get; init; }

    /// <summary>Their running tasks that no service made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EcsTasks { get; init; }

    /// <summary>Their instances.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EcsInstances { get; init; }

    /// <summary>Repositories of Amazon ECR.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EcrRepositories { get; init; }

    /// <summary>The images in them that have a tag.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EcrImages { get; init; }

    /// <summary>How many of these were not looked at.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EcrLeftOut { get; init; }
}

/// <summary>Amazon ECS in a region, and the instances that are registered there.</summary>
internal sealed record EcsJson(string Region, ImmutableArray<string> Clusters, ImmutableArray<EcsInstancesJson> Instances);

/// <summary>Instances that are alike.</summary>
internal sealed record EcsInstancesJson(int Count, string Cluster, string? Platform, string? Type, string? Provider);

/// <summary>A live cluster, and what its nodes are.</summary>
internal sealed record ClusterJson(string Name, ImmutableArray<NodeSortJson> Nodes);

/// <summary>Nodes that are alike.</summary>
internal sealed record NodeSortJson(int Count, string? Platform, string? Os, string? Kernel, string? Runtime, int? PageSize);

/// <summary>What a target was compared with, where only changes count.</summary>
internal sealed record ComparisonJson(string Target, string Ref, string Commit, int Files);

/// <summary>One place that names an image.</summary>
internal sealed record OccurrenceJson(
    string File, int Line, int Column, string Written, string? Image, string? Reason, OccurrenceKind Kind, string? Workload, string? Container,
    string? Platform,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<string>? Owners = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Namespace = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? State = null);

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
    ImmutableArray<EntryJson>? Entries = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Mirror = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TakenAtItsWord = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GpuImageJson? Gpu = null)
{
    /// <summary>The judgement that stands for the image: the worst one, the first of equals.</summary>
    [JsonIgnore]
    internal TargetJson Worst => Targets.First(target => target.Status == Status);
}

/// <summary>What is said of an image on one platform; the basis is what the status rests on, null where nothing is known.</summary>
internal sealed record TargetJson(
    string Platform, ImageStatus Status, string Because, Verification Verification, EvidenceSource? Basis,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Caution = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<RemarkJson>? Remarks = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ContentJson? Content = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NearJson? Near = null);

/// <summary>The nearest image that runs on the platform.</summary>
internal sealed record NearJson(
    string Image, string Digest, ImmutableArray<string> Platforms,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Same = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null)
{
    internal static NearJson? Of(NearImage? near) =>
        near is null ? null : new(near.Image.ToString(), near.Digest.ToString(), [.. near.Platforms.Select(platform => platform.ToString())], near.IsSame ? true : null, near.Note);
}

/// <summary>What else is to be known of an image on a platform, and the rule that says it.</summary>
internal sealed record RemarkJson(string Rule, string Message);

/// <summary>What backs a status.</summary>
internal sealed record EvidenceJson(EvidenceSource Source, string Detail);

/// <summary>One platform's image in depth.</summary>
internal sealed record EntryJson(string Platform, bool Declared, string Digest, string MediaType, long? Size, long? LayerBytes, ConfigJson? Config,
    string? Problem);

/// <summary>What an image's configuration says.</summary>
internal sealed record ConfigJson(
    string? Platform, string? OsVersion, DateTimeOffset? Created, string? User, string? WorkingDir,
    ImmutableArray<string> Entrypoint, ImmutableArray<string> Cmd, int Layers);

/// <summary>Something in the way, and where; the image and the platform are null where it speaks of none.</summary>
internal sealed record FindingJson(
    string Rule, Severity Severity, string File, int Line, int Column, int Length, string Message, string? Image = null, string? Platform = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FixJson? Fix = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SuppressionJson? Suppression = null)
{
    internal static FindingJson Of(Finding finding) => new(
        finding.Rule, finding.Severity, finding.At.File, finding.At.Line, finding.At.Column, finding.At.Length, finding.Message, finding.Image?.ToString(),
        finding.Platform?.ToString(), FixJson.Of(finding.Fix),
        finding.Suppression is { } suppression ? new(suppression.Kind, suppression.Reason) : null);
}

/// <summary>Why a finding does not count.</summary>
internal sealed record SuppressionJson(SuppressionKind Kind, string Reason);

/// <summary>A change that would settle a finding, within its file.</summary>
internal sealed record FixJson(string Title, FixSafety Safety, ImmutableArray<EditJson> Edits)
{
    internal static FixJson? Of(Fix? fix) => fix is null ? null : new(fix.Title, fix.Safety, [.. fix.Edits.Select(edit => new EditJson(
        edit.Start, edit.Length, edit.Lines.Line, edit.Lines.Column, edit.Lines.EndLine, edit.Lines.EndColumn, edit.With))]);
}

/// <summary>Text in place of a stretch: by its offset and length in characters, and by the lines and columns of its first and the one behind its last.</summary>
internal sealed record EditJson(int Start, int Length, int Line, int Column, int EndLine, int EndColumn, string With);

/// <summary>A file, or the rest of one, that could not be read.</summary>
internal sealed record UnparsedJson(string File, int Line, string Problem);

/// <summary>What a scanned tree's own configuration changed.</summary>
internal sealed record ConfigurationJson(
    string File, ImmutableArray<ConfiguredRuleJson> Rules, ImmutableArray<ExcludedJson> Exclude, ImmutableArray<ConfiguredBuildJson> Builds);

/// <summary>A rule's severity, or that it is off, and how many findings are absent or otherwise because of it.</summary>
internal sealed record ConfiguredRuleJson(string Rule, string Severity, int Findings);

/// <summary>A pattern, and how many folders and files were passed by because of it.</summary>
internal sealed record ExcludedJson(string Pattern, int Paths);

/// <summary>An image or a pattern, and how many images are taken for built from the tree because of it.</summary>
internal sealed record ConfiguredBuildJson(string Image, int Images);

/// <summary>A chart or kustomization that was not rendered.</summary>
internal sealed record NotRenderedJson(string File, string Problem);
