using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archway.Cli.Reports.Json;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    UseStringEnumConverter = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ScanDocument))]
[JsonSerializable(typeof(ImageJson))]
[JsonSerializable(typeof(CatalogEntryJson))]
[JsonSerializable(typeof(ImmutableArray<CatalogEntryJson>))]
[JsonSerializable(typeof(CatalogCheckJson))]
[JsonSerializable(typeof(ImmutableArray<ImageJson>))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    // Reports are read by people and programs, never by a browser as script: '+' and quotes stay themselves.
    internal static ReportJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
