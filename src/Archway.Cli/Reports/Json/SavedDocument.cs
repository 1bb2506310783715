using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Archway.Oci;

namespace Archway.Cli.Reports.Json;

/// <summary>Reads the document of a scan that was saved, which anybody may have written.</summary>
internal static class SavedDocument
{
    private const string Version = "schemaVersion";

    internal static Parsed<ScanDocument> Read(Stream json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            if (VersionOf(parsed.RootElement) is not ScanDocument.CurrentVersion and var version)
                return Parsed.Problem<ScanDocument>(version is null
                    ? $"it has no {Version}"
                    : $"its {Version} is '{version}', and this version reads '{ScanDocument.CurrentVersion}'");
            if (Fault(parsed.RootElement, ReportJson.Readable.ScanDocument, "") is { } fault) return Parsed.Problem<ScanDocument>(fault);
            var scan = parsed.RootElement.Deserialize(ReportJson.Readable.ScanDocument)!;
            return scan.Images.FirstOrDefault(image => image.Targets.All(target => target.Status != image.Status)) is { } image
                ? Parsed.Problem<ScanDocument>($"the status of {image.Image} is that of none of its targets")
                : Parsed.Value(scan);
        }
        catch (JsonException fault)
        {
            return Parsed.Problem<ScanDocument>(fault.Path is { Length: > 2 } path
                ? $"{path[2..]} is not what this version of archway writes there"
                : $"it is not JSON{(fault.LineNumber is { } line ? $" (line {line + 1})" : "")}");
        }
    }

    private static string? VersionOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(Version, out var version) && version.ValueKind != JsonValueKind.Null
            ? version.ToString()
            : null;

    /// <summary>The first member, by the names of the contract, that is missing or null and may not be.</summary>
    private static string? Fault(JsonElement value, JsonTypeInfo type, string path) => (type.Kind, value.ValueKind) switch
    {
        (JsonTypeInfoKind.Object, JsonValueKind.Object) =>
            type.Properties.Select(member => Fault(value, member, path)).FirstOrDefault(fault => fault is not null),
        (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => value.EnumerateArray()
            .Select((item, i) => Fault(item, type.ElementType!, $"{path}[{i}]")).FirstOrDefault(fault => fault is not null),
        // What is of another kind is told where it is read.
        _ => null,
    };

    private static string? Fault(JsonElement owner, JsonPropertyInfo member, string path)
    {
        var name = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
        if (!owner.TryGetProperty(member.Name, out var value)) return member.IsRequired ? $"{name} is missing" : null;
        var (type, mayBeNull) = Nullable.GetUnderlyingType(member.PropertyType) is { } inner
            ? (inner, true)
            : (member.PropertyType, !member.PropertyType.IsValueType && member.IsSetNullable);
        return value.ValueKind == JsonValueKind.Null && mayBeNull ? null : Fault(value, type, name);
    }

    private static string? Fault(JsonElement value, Type type, string path) =>
        value.ValueKind == JsonValueKind.Null ? $"{path} is null" : Fault(value, ReportJson.Readable.Options.GetTypeInfo(type), path);
}
