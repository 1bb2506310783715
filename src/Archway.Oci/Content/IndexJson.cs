using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archway.Oci.Platforms;

namespace Archway.Oci.Content;

/// <summary>Writes indexes: the same entries always give the same bytes.</summary>
/// <remarks>Every method throws <see cref="FormatException"/> where what is to be kept is no Unicode. <see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md"/></remarks>
internal static class IndexJson
{
    // Relaxed, since the escaping for web pages would turn the plus sign of a media type into an escape.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An index over entries, each as its JSON.</summary>
    /// <param name="mediaType">OCI's or Docker's.</param>
    /// <param name="entries">The entries' JSON, in their order.</param>
    /// <param name="annotations">What is noted in it; Docker's has no place for any.</param>
    internal static ReadOnlyMemory<byte> Write(
        string mediaType, IReadOnlyList<ReadOnlyMemory<byte>> entries, IReadOnlyCollection<KeyValuePair<string, string>> annotations) => Written(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", 2);
        writer.WriteString("mediaType", mediaType);
        WriteEntries(writer, entries);
        WriteAnnotations(writer, annotations);
        writer.WriteEndObject();
    });

    /// <summary>An index as it was, but for its entries and what is noted in it: every other member stays as it is.</summary>
    /// <param name="index">What it was.</param>
    /// <param name="entries">The entries' JSON, in their order.</param>
    /// <param name="annotations">What is noted in it from now on; null leaves that as it was.</param>
    internal static ReadOnlyMemory<byte> Rewrite(
        ImageIndex index, IReadOnlyList<ReadOnlyMemory<byte>> entries, IReadOnlyCollection<KeyValuePair<string, string>>? annotations) => Written(writer =>
    {
        using var document = JsonDocument.Parse(index.Raw, new() { MaxDepth = 64 });
        writer.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Name == "manifests") WriteEntries(writer, entries);
            else if (member.Name != "annotations" || annotations is null) member.WriteTo(writer);
        }

        if (annotations is not null) WriteAnnotations(writer, annotations);
        writer.WriteEndObject();
    });

    /// <summary>The entry of a manifest, with the platform that the manifest's config tells.</summary>
    /// <param name="manifest">The manifest's descriptor; its platform is written where it has one.</param>
    /// <param name="annotations">What is noted beside it.</param>
    internal static ReadOnlyMemory<byte> Entry(Descriptor manifest, IReadOnlyCollection<KeyValuePair<string, string>> annotations) => Written(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", manifest.MediaType);
        writer.WriteString("digest", manifest.Digest.ToString());
        if (manifest.Size is { } size) writer.WriteNumber("size", size);
        if (manifest.Platform is { } platform) WritePlatform(writer, platform);
        if (manifest.ArtifactType is { } type) writer.WriteString("artifactType", type);
        WriteAnnotations(writer, annotations);
        writer.WriteEndObject();
    });

    /// <summary>An entry as it was, but for what is noted beside it.</summary>
    /// <param name="entry">What it was.</param>
    /// <param name="annotations">What is noted beside it from now on.</param>
    internal static ReadOnlyMemory<byte> Annotate(ReadOnlyMemory<byte> entry, IReadOnlyCollection<KeyValuePair<string, string>> annotations) => Written(writer =>
    {
        using var document = JsonDocument.Parse(entry, new() { MaxDepth = 64 });
        writer.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject())
            if (member.Name != "annotations") member.WriteTo(writer);
        WriteAnnotations(writer, annotations);
        writer.WriteEndObject();
    });

    private static void WritePlatform(Utf8JsonWriter writer, Platform platform)
    {
        writer.WriteStartObject("platform");
        writer.WriteString("architecture", platform.Architecture);
        writer.WriteString("os", platform.Os);
        if (platform.OsVersion is { } version) writer.WriteString("os.version", version);
        if (platform.OsFeatures.Length > 0)
        {
            writer.WriteStartArray("os.features");
            foreach (var feature in platform.OsFeatures) writer.WriteStringValue(feature);
            writer.WriteEndArray();
        }

        if (platform.Variant is { } variant) writer.WriteString("variant", variant);
        writer.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter writer, IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        writer.WriteStartArray("manifests");
        foreach (var entry in entries) writer.WriteRawValue(entry.Span, skipInputValidation: true);
        writer.WriteEndArray();
    }

    private static void WriteAnnotations(Utf8JsonWriter writer, IReadOnlyCollection<KeyValuePair<string, string>> annotations)
    {
        if (annotations.Count == 0) return;
        writer.WriteStartObject("annotations");
        foreach (var (name, value) in annotations.OrderBy(one => one.Key, StringComparer.Ordinal)) writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> write)
    {
        try
        {
            ArrayBufferWriter<byte> buffer = new();
            using (Utf8JsonWriter writer = new(buffer, Compact)) write(writer);
            return buffer.WrittenMemory;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException)
        {
            // Names that are no UTF-8 pass where nothing is rewritten.
            throw new FormatException("the index holds text that is not Unicode, and so cannot be rewritten", e);
        }
    }
}
