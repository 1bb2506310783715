using System.Buffers;
using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Oci.Layouts;

/// <summary>Writes an index over some entries of another.</summary>
internal static class LayoutIndex
{
    /// <summary>An index whose entries are the JSON of <paramref name="entries"/>, unchanged and in their order.</summary>
    internal static Manifest Over(IReadOnlyList<Descriptor> entries)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 2);
            // Said raw: the writer's own escaping would turn the plus sign into an escape.
            writer.WritePropertyName("mediaType");
            writer.WriteRawValue($"\"{MediaTypes.OciIndex}\"");
            writer.WriteStartArray("manifests");
            foreach (var entry in entries) writer.WriteRawValue(entry.Json.Span, skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Manifest.Read(MediaTypes.OciIndex, buffer.WrittenMemory);
    }
}
