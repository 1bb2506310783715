using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Archway.Cli.Terminal;

namespace Archway.Cli.Reports.Json;

/// <summary>JSON as every report writes it.</summary>
internal static class JsonText
{
    /// <summary>Writes a value, and ends its line.</summary>
    internal static void Write<T>(T value, JsonTypeInfo<T> type, TextWriter output) =>
        // Neither mark stands in JSON but within a string.
        output.WriteLine(RunnerCommands.Disarm(JsonSerializer.Serialize(value, type), mark => $"\\u{(int)mark:x4}"));
}
