using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archway.Fleets;

/// <summary>A fleet as JSON; <c>docs/fleet.md</c> describes it.</summary>
/// <remarks>Characters that mean something in HTML are escaped, so that it may stand in a page.</remarks>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FleetDocument))]
[JsonSerializable(typeof(FleetCounts))]
[JsonSerializable(typeof(IReadOnlyList<FleetPoint>))]
public sealed partial class FleetJson : JsonSerializerContext
{
    /// <summary>The document as text.</summary>
    /// <param name="fleet">The document.</param>
    public static string Write(FleetDocument fleet) => JsonSerializer.Serialize(fleet, Default.FleetDocument);
}
