using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archway.Oci.Content;
using Archway.Reading.Data;

namespace Archway.Reading.Ecs.Live;

/// <summary>A task definition as AWS tells it, and what it comes to for each workload that runs it.</summary>
internal static class EcsDefinition
{
    // Nothing is escaped but what JSON wants so: what is read is the text itself.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The workload with what its definition says, and the definition as a document that is read like a file of it.</summary>
    /// <remarks>Of the definition that alone is taken over which is looked at: environments and secrets are left out.</remarks>
    internal static EcsItem.Workload Read(JsonElement definition, EcsWorkload workload)
    {
        var platform = definition.Object("runtimePlatform");
        workload = workload with
        {
            AsksFor = platform?.Text("cpuArchitecture"),
            AsksForSystem = platform?.Text("operatingSystemFamily"),
            Constraints = [.. workload.Constraints, .. ConstraintsOf(definition)],
            Cpu = Units(definition.Text("cpu")),
            Memory = Units(definition.Text("memory")),
        };
        SourceText source = new(workload.Path, Write(definition, workload));
        List<DataProblem> problems = [];
        var root = JsonReader.ReadDocuments(source, problems).First();
        ReadingContext reading = new(source, SourceTree.Nothing);
        TaskDefinition format = new();
        format.Read(root, reading);
        workload = workload with
        {
            Places =
            [
                // What is live has no lines that anybody wrote.
                .. reading.Occurrences.Select(place => place with
                {
                    At = new(source.Path, 1, 1, 0), Workload = workload.Name, Namespace = workload.Cluster, State = workload.State,
                }),
            ],
        };
        return new(workload, new(source, root) { Format = format, Occurrences = [.. reading.Occurrences] });
    }

    /// <summary>What placement constraints ask for, in the cluster query language.</summary>
    internal static ImmutableArray<string> ConstraintsOf(JsonElement of) =>
        [.. of.Items("placementConstraints").Where(constraint => constraint.Text("type") == "memberOf").Select(constraint => constraint.Text("expression")).OfType<string>()];

    private static string Write(JsonElement definition, EcsWorkload workload)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text, Plain))
        {
            json.WriteStartObject();
            json.WriteString("family", definition.Text("family") ?? workload.Name);
            // What it may be launched on counts for nothing beside what it is launched on.
            json.WriteStartArray("requiresCompatibilities");
            json.WriteStringValue(workload.IsOnFargate ? "FARGATE" : workload.LaunchType ?? "EC2");
            json.WriteEndArray();
            if (definition.Object("runtimePlatform") is not null)
            {
                json.WriteStartObject("runtimePlatform");
                if (workload.AsksFor is { } architecture) json.WriteString("cpuArchitecture", architecture);
                if (workload.AsksForSystem is { } system) json.WriteString("operatingSystemFamily", system);
                json.WriteEndObject();
            }

            json.WriteStartArray("placementConstraints");
            foreach (var expression in workload.Constraints)
            {
                json.WriteStartObject();
                json.WriteString("type", "memberOf");
                json.WriteString("expression", expression);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("containerDefinitions");
            foreach (var container in definition.Items("containerDefinitions"))
            {
                if (container.Text("image") is not { } image) continue;
                json.WriteStartObject();
                if (container.Text("name") is { } name) json.WriteString("name", name);
                json.WriteString("image", image);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static long? Units(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var units) ? units : null;
}
