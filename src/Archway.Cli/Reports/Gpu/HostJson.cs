using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archway.Cli.Reports.Json;
using Archway.Gpu.Doctor;

namespace Archway.Cli.Reports.Gpu;

/// <summary>A report on a host as one document.</summary>
internal sealed record HostReportJson(
    string SchemaVersion, ToolJson Tool, string Headline, bool HasGpu, HostJsonSummary Host, ImmutableArray<HostFindingJson> Findings,
    ImmutableArray<StoppedJson> NotLookedAt, ImmutableArray<UnknownJson> Unknown, ImmutableArray<string> Passed, int Paths, int Commands, ImmutableArray<string> LeftOut);

/// <summary>What the host is.</summary>
internal sealed record HostJsonSummary(
    string? Architecture, string? System, string? Kernel, int? PageSize, string Machine, ImmutableArray<string> Gpus, string? Driver, bool? OpenDriver, string? Toolkit,
    ImmutableArray<string> Engines);

/// <summary>One finding.</summary>
internal sealed record HostFindingJson(
    string Check, string Layer, string Severity, string Symptom, ImmutableArray<EvidenceJson> Evidence, string Cause, ImmutableArray<RemedyJson> Remedies);

/// <summary>What shows it.</summary>
internal sealed record EvidenceJson(string Place, string? Excerpt);

/// <summary>A step, and what it costs: none, engine, reboot.</summary>
internal sealed record RemedyJson(string Step, string Risk);

/// <summary>A layer that was not looked at.</summary>
internal sealed record StoppedJson(string Layer, string Because);

/// <summary>A check that could not be made.</summary>
internal sealed record UnknownJson(string Check, string Because);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(HostReportJson))]
internal sealed partial class HostJson : JsonSerializerContext
{
    private static HostJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static void Write(HostReport report, bool isElsewhere, TextWriter output) => JsonText.Write(Of(report, isElsewhere), Readable.HostReportJson, output);

    private static HostReportJson Of(HostReport report, bool isElsewhere) => new(
        "1", new("archway", ProgramVersion.Text), HostWords.Headline(report, isElsewhere), report.HasGpu,
        new(report.Host.Architecture, report.Host.System, report.Host.Kernel, report.Host.PageSize, JsonNamingPolicy.CamelCase.ConvertName(report.Host.Machine.ToString()), report.Host.Gpus,
            report.Host.Driver, report.Host.IsOpenDriver, report.Host.Toolkit, report.Host.Engines),
        [
            .. report.Findings.Select(finding => new HostFindingJson(finding.Check.Id, HostWords.Layer(finding.Check.Layer), HostWords.Word(finding.Severity), finding.Symptom,
                [.. finding.Evidence.Select(one => new EvidenceJson(one.Place, one.Excerpt.Length == 0 ? null : one.Excerpt))], finding.Cause,
                [.. finding.Remedies.Select(step => new RemedyJson(step.Step, step.Risk.ToString().ToLowerInvariant()))])),
        ],
        [.. report.Stopped.Select(layer => new StoppedJson(HostWords.Layer(layer.Layer), layer.Because.Check.Id))],
        [.. report.Unknown.Select(check => new UnknownJson(check.Check.Id, check.Because))],
        report.Passed, report.Looked.Files, report.Looked.Commands, report.LeftOut);
}
