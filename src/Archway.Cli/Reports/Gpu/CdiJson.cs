using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archway.Cli.Reports.Json;
using Archway.Gpu.Cdi;

namespace Archway.Cli.Reports.Gpu;

/// <summary>Specifications as one document.</summary>
internal sealed record CdiDocument(string SchemaVersion, ToolJson Tool, bool HeldAgainstHost, ImmutableArray<CdiFileJson> Files);

/// <summary>A specification: sound, refused or stale.</summary>
internal sealed record CdiFileJson(string Path, string State, string? CdiVersion, string? NeededVersion, string? Kind, ImmutableArray<string> Devices, ImmutableArray<CdiProblemJson> Problems);

/// <summary>A problem.</summary>
internal sealed record CdiProblemJson(string Level, string JsonPointer, int Line, string Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(CdiDocument))]
internal sealed partial class CdiJson : JsonSerializerContext
{
    private static CdiJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static void Write(ImmutableArray<CdiFile> files, bool isHeld, TextWriter output) => JsonText.Write(new(
        "1", new("archway", ProgramVersion.Text), isHeld,
        [
            .. files.Select(file => new CdiFileJson(file.Path, CdiReport.State(file), file.Spec?.Version, file.Spec is { } spec ? CdiVersions.Needed(spec).Version : null, file.Spec?.Kind,
                [.. file.Spec?.Devices.Select(device => device.Name) ?? []],
                [.. file.Problems.Select(problem => new CdiProblemJson(problem.Level.ToString().ToLowerInvariant(), problem.At.JsonPointer, problem.At.Line, problem.Message))])),
        ]), Readable.CdiDocument, output);
}
