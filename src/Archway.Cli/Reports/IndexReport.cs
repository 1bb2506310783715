using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Oci.Content;

namespace Archway.Cli.Reports;

/// <summary>What <c>archway index</c> says of an index.</summary>
internal static class IndexReport
{
    internal static void Write(Manifest manifest, Digest? before, string format, Surroundings surroundings, string? published = null)
    {
        if (format == "json")
        {
            JsonText.Write(IndexJsonReport.Of(manifest, before, published), IndexReportJson.Readable.IndexJsonReport, surroundings.Output);
            return;
        }

        Screen screen = new(surroundings);
        if (published is not null) screen.Line(0, new("published", Styles.Of(ImageStatus.Ready)), new($" {published}"));
        screen.Line(published is null ? 0 : 2, before is null || before == manifest.Self.Digest ? manifest.Self.Digest.ToString() : $"{before} is now {manifest.Self.Digest}");
        if (manifest is not ImageIndex index)
        {
            screen.Line(2, $"a single image, {manifest.Self.MediaType}");
            return;
        }

        screen.Line(2, index.Self.MediaType);
        foreach (var (name, value) in index.Annotations.OrderBy(note => note.Key, StringComparer.Ordinal)) screen.Line(2, new($"{name}=", Styles.Faint), value);
        foreach (var entry in index.Entries)
        {
            screen.Line(2, new($"{Kind(entry),-16}", Styles.Strong), $" {entry.Digest}{(entry.Size is { } size ? $"  {Words.Size(size)}" : "")}");
            foreach (var (name, value) in entry.Annotations.OrderBy(note => note.Key, StringComparer.Ordinal)) screen.Line(4, new($"{name}=", Styles.Faint), value);
        }
    }

    /// <summary>The index itself, byte for byte, for who wants to look at it or keep it.</summary>
    internal static void WriteRaw(Manifest manifest, Surroundings surroundings) => surroundings.Output.WriteLine(Encoding.UTF8.GetString(manifest.Raw.Span));

    internal static string Kind(Descriptor entry) => entry switch
    {
        { IsAttestation: true } => "attestation",
        { ArtifactType: { } type } => type,
        { IsIndex: true } => "index",
        { Platform: { } platform } => platform.ToString(),
        _ => "no platform",
    };
}

/// <summary>What <c>archway index --format json</c> answers.</summary>
internal sealed record IndexJsonReport(
    int Version, ToolJson Tool, string? Published, string? Before, string Digest, string MediaType, ImmutableDictionary<string, string> Annotations,
    ImmutableArray<IndexEntryJson> Entries)
{
    internal static IndexJsonReport Of(Manifest manifest, Digest? before, string? published) => new(
        1, new("archway", ProgramVersion.Text), published, before?.ToString(), manifest.Self.Digest.ToString(), manifest.Self.MediaType,
        (manifest as ImageIndex)?.Annotations ?? ImmutableDictionary<string, string>.Empty,
        [.. (manifest as ImageIndex)?.Entries.Select(IndexEntryJson.Of) ?? []]);
}

/// <summary>One entry of an index.</summary>
internal sealed record IndexEntryJson(string? Platform, string Kind, string Digest, long? Size, string MediaType, ImmutableDictionary<string, string> Annotations)
{
    internal static IndexEntryJson Of(Descriptor entry) => new(
        entry.IsAttestation ? null : entry.Platform?.ToString(), entry.Platform is not null && !entry.IsAttestation ? "image" : IndexReport.Kind(entry),
        entry.Digest.ToString(), entry.Size, entry.MediaType, entry.Annotations);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(IndexJsonReport))]
internal sealed partial class IndexReportJson : JsonSerializerContext
{
    internal static IndexReportJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
