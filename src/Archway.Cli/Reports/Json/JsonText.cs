using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Archway.Cli.Reports.Json;

/// <summary>JSON as every report writes it.</summary>
internal static class JsonText
{
    /// <summary>Writes a value, and ends its line.</summary>
    internal static void Write<T>(T value, JsonTypeInfo<T> type, TextWriter output)
    {
        using JsonLines lines = new(output);
        JsonSerializer.Serialize(lines, value, type);
        lines.End();
    }
}
