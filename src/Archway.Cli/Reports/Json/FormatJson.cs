using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archway.Cli.Reports.Json;

/// <summary>One finding in GitLab's form.</summary>
internal sealed record CodeQualityJson(
    string Description, [property: JsonPropertyName("check_name")] string CheckName, string Fingerprint, string Severity, CodeQualityPlaceJson Location);

/// <summary>Where, in GitLab's form.</summary>
internal sealed record CodeQualityPlaceJson(string Path, CodeQualityLinesJson Lines);

/// <summary>The first line, in GitLab's form.</summary>
internal sealed record CodeQualityLinesJson(int Begin);

/// <summary>A SARIF log with its one run.</summary>
internal sealed record SarifLog([property: JsonPropertyName("$schema")] string Schema, string Version, ImmutableArray<SarifRun> Runs);

/// <summary>One run: the tool with its rules, and what it found.</summary>
internal sealed record SarifRun(SarifTool Tool, string ColumnKind, ImmutableArray<SarifResult> Results, ImmutableArray<SarifInvocation> Invocations);

/// <summary>The program that ran.</summary>
internal sealed record SarifTool(SarifDriver Driver);

/// <summary>The program, its version and the rules it spoke by.</summary>
internal sealed record SarifDriver(string Name, string SemanticVersion, Uri? InformationUri, ImmutableArray<SarifRule> Rules);

/// <summary>A rule and its page.</summary>
internal sealed record SarifRule(
    string Id, SarifText ShortDescription, SarifText FullDescription, Uri? HelpUri, SarifText Help, SarifConfiguration DefaultConfiguration);

/// <summary>A text, and the same in Markdown where there is more to it.</summary>
internal sealed record SarifText(string Text, string? Markdown = null);

/// <summary>How much a rule matters.</summary>
internal sealed record SarifConfiguration(string Level);

/// <summary>One finding.</summary>
internal sealed record SarifResult(
    string RuleId, int RuleIndex, string Level, SarifText Message, ImmutableArray<SarifLocation> Locations,
    SortedDictionary<string, string> PartialFingerprints, ImmutableArray<SarifFix>? Fixes = null, ImmutableArray<SarifSuppression>? Suppressions = null);

/// <summary>Why a result does not count.</summary>
internal sealed record SarifSuppression(string Kind, string Justification);

/// <summary>A change that would settle a finding.</summary>
internal sealed record SarifFix(SarifText Description, ImmutableArray<SarifChange> ArtifactChanges);

/// <summary>What is changed in a file.</summary>
internal sealed record SarifChange(SarifArtifact ArtifactLocation, ImmutableArray<SarifReplacement> Replacements);

/// <summary>A stretch of a file, and what stands there then.</summary>
internal sealed record SarifReplacement(SarifRegion DeletedRegion, SarifText InsertedContent);

/// <summary>Where a finding is.</summary>
internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation);

/// <summary>A stretch of a file.</summary>
internal sealed record SarifPhysicalLocation(SarifArtifact ArtifactLocation, SarifRegion Region);

/// <summary>A file, relative to the scanned target; one that is not below it has no base.</summary>
internal sealed record SarifArtifact(string Uri, string? UriBaseId);

/// <summary>A stretch of a file; of one line where no other is named as its end.</summary>
internal sealed record SarifRegion(int StartLine, int? StartColumn, int? EndColumn, int? EndLine = null);

/// <summary>How the run went, and what it could not read.</summary>
internal sealed record SarifInvocation(bool ExecutionSuccessful, ImmutableArray<SarifNotification> ToolExecutionNotifications);

/// <summary>Something that could not be read.</summary>
internal sealed record SarifNotification(string Level, SarifText Message, ImmutableArray<SarifLocation> Locations);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(SarifLog))]
[JsonSerializable(typeof(ImmutableArray<CodeQualityJson>))]
internal sealed partial class FormatJson : JsonSerializerContext
{
    internal static FormatJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
