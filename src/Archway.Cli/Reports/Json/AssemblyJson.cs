using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archway.Cli.Reports.Json;

/// <summary>How the answers of <c>archway copy</c>, <c>index</c> and <c>build</c> are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(CopiesJson))]
[JsonSerializable(typeof(IndexJsonReport))]
internal sealed partial class AssemblyJson : JsonSerializerContext
{
    internal static AssemblyJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
