using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archway.Cli.Reports.Json;
using Archway.Gpu.Explaining;

namespace Archway.Cli.Reports.Gpu;

/// <summary>What is known of a log, as one document.</summary>
internal sealed record ExplanationDocument(string SchemaVersion, ToolJson Tool, long Lines, ImmutableArray<ExplainedErrorJson> Errors);

/// <summary>One known error.</summary>
internal sealed record ExplainedErrorJson(
    string Check, string Layer, string Title, long? Line, string? Text, long? Count, string Cause, ImmutableArray<RemedyJson> Remedies, ImmutableArray<string> Alike);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ExplanationDocument))]
internal sealed partial class ExplanationJson : JsonSerializerContext
{
    private static ExplanationJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static void Write(Explanation explanation, TextWriter output) => JsonText.Write(new(
        "1", new("archway", ProgramVersion.Text), explanation.Lines,
        [
            .. explanation.Errors.Select(error => new ExplainedErrorJson(error.Check.Id, HostWords.Layer(error.Check.Layer), error.Check.Title,
                error.Line > 0 ? error.Line : null, error.Line > 0 ? error.Text : null, error.Line > 0 ? error.Count : null, error.Check.Cause,
                [.. error.Check.Remedies.Select(step => new RemedyJson(step.Step, step.Risk.ToString().ToLowerInvariant()))], [.. error.Alike.Select(other => other.Id)])),
        ]), Readable.ExplanationDocument, output);
}
