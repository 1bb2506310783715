using System.Buffers;
using System.Text;
using System.Text.Json;
using Archway.Clusters;
using Archway.Clusters.Api;
using Archway.Oci.Content;
using Archway.Reading.Data;

namespace Archway.Reading.Clusters;

/// <summary>An object of a live cluster as somebody would have written it: without what its controllers and the API server keep in it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Source">Its text, under a path that says the cluster, the namespace, the kind and the name.</param>
/// <param name="Root">The same, read.</param>
public sealed record LiveObject(ResourceKind Kind, SourceText Source, DataNode Root)
{
    private const int LargestText = ApiServer.LargestObject;

    // Written by kubectl, and all of the object once more.
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    // What tells of a status how things stand.
    private static readonly string[] OfStatus = ["phase", "nodeInfo", "allocatable", "capacity"];

    /// <summary>Reads an object of a list.</summary>
    /// <param name="kind">Its kind, which a list's items do not say.</param>
    /// <param name="item">The object.</param>
    /// <param name="path">The path to tell it by.</param>
    /// <param name="problem">Why it cannot be read; null when it can.</param>
    internal static LiveObject? Read(ResourceKind kind, JsonElement item, string path, out string? problem)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", kind.ApiVersion);
            json.WriteString("kind", kind.Kind);
            foreach (var member in item.EnumerateObject())
            {
                if (member.Name is "apiVersion" or "kind") continue;
                if (member.Name == "metadata") WriteMetadata(json, member.Value);
                else if (member.Name == "status") WriteSome(json, member, OfStatus);
                else member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        problem = text.WrittenCount > LargestText ? $"it has {text.WrittenCount} bytes; objects of at most {LargestText} are read" : null;
        if (problem is not null) return null;
        SourceText source = new(path, Encoding.UTF8.GetString(text.WrittenSpan));
        List<DataProblem> problems = [];
        var root = JsonReader.ReadDocuments(source, problems).FirstOrDefault();
        problem = problems.FirstOrDefault()?.Message;
        return root is null || problem is not null ? null : new(kind, source, root);
    }

    private static void WriteMetadata(Utf8JsonWriter json, JsonElement metadata)
    {
        json.WriteStartObject("metadata");
        if (metadata.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in metadata.EnumerateObject())
            {
                if (member.Name == "managedFields") continue;
                if (member.Name != "annotations" || member.Value.Member(LastApplied) is null) member.WriteTo(json);
                else WriteSome(json, member, [.. member.Value.EnumerateObject().Select(one => one.Name).Where(name => name != LastApplied)]);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteSome(Utf8JsonWriter json, JsonProperty member, string[] names)
    {
        json.WriteStartObject(member.Name);
        foreach (var name in names)
        {
            if (member.Value.Member(name) is not { } value) continue;
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
