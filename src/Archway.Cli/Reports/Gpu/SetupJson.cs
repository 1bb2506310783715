using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archway.Cli.Reports.Json;
using Archway.Gpu.Setup;

namespace Archway.Cli.Reports.Gpu;

/// <summary>A plan as one document.</summary>
internal sealed record SetupDocument(
    string SchemaVersion, ToolJson Tool, string Distribution, string Engine, string Architecture, string AsOf, bool HasPlan, ImmutableArray<string> Answers,
    ImmutableArray<SetupStepJson> Steps, ImmutableArray<ReplacedJson> Replaced);

/// <summary>A step.</summary>
internal sealed record SetupStepJson(string Part, string Title, string? Why, ImmutableArray<string> Run, string? Undo, string Risk, bool ByWrite);

/// <summary>Advice of older instructions.</summary>
internal sealed record ReplacedJson(string Was, string Is, string Why);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(SetupDocument))]
internal sealed partial class SetupJson : JsonSerializerContext
{
    private static SetupJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static void Write(SetupPlan plan, TextWriter output) => JsonText.Write(new(
        "1", new("archway", ProgramVersion.Text), plan.Distribution, plan.Engine, plan.Architecture, plan.AsOf, !plan.IsStopped, plan.Answers,
        [.. plan.Steps.Select(step => new SetupStepJson(step.Part, step.Title, step.Why, [.. step.Run.Split('\n')], step.Undo, step.Risk.ToString().ToLowerInvariant(), step.IsEdit))],
        [.. plan.Replaced.Select(one => new ReplacedJson(one.Was, one.Is, one.Why))]), Readable.SetupDocument, output);
}
