using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archway.Assembling;

namespace Archway.Cli.Reports.Json;

/// <summary>What <c>archway copy --format json</c> answers: which digest went where, one for each image.</summary>
internal sealed record CopiesJson(int Version, ToolJson Tool, ImmutableArray<CopyJson> Copies)
{
    internal const int CurrentVersion = 1;
}

/// <summary>One image's copy; without digests where it failed.</summary>
internal sealed record CopyJson(
    string From, string To, string? SourceDigest, string? Digest, ImmutableArray<string> Platforms, ImmutableArray<string> LeftOut, string? Problem)
{
    internal static CopyJson Of(CopyRequest request, CopyResult? result, string? problem) => new(
        request.From.ToString(), request.To.ToString(), result?.Source.ToString(), result?.Target.ToString(),
        [.. result?.Kept.Select(platform => platform.ToString()).Distinct() ?? []],
        [.. result?.Dropped.Select(platform => platform.ToString()).Distinct() ?? []], problem);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(CopiesJson))]
internal sealed partial class CopyReportJson : JsonSerializerContext
{
    internal static CopyReportJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
