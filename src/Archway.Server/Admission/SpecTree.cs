using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Archway.Reading.Data;

namespace Archway.Server.Admission;

/// <summary>Makes a tree of what of a pod's <c>spec</c> is looked at, and passes over the rest.</summary>
internal static class SpecTree
{
    // An object that an API server keeps has a fraction of this.
    private const int MostValues = 50_000;

    private static readonly Name[] Looked = Names("affinity", "nodeSelector", "tolerations", "nodeName", "os", "imagePullSecrets");
    private static readonly Name[] Lists = Names("initContainers", "containers", "ephemeralContainers");
    private static readonly Name[] OfContainers = Names("name", "image", "imagePullPolicy");

    /// <summary>The tree of the object that the reader stands before; null where there is no object, or it has too many values.</summary>
    internal static DataMapping? Read(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        var left = MostValues;
        var members = ImmutableArray.CreateBuilder<DataMember>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (Find(Looked, ref json) is { } name) members.Add(Member(name, Next(ref json, ref left)));
            else if (Find(Lists, ref json) is { } list) members.Add(Member(list, Containers(ref json, ref left)));
            else Pass(ref json);
        }

        return left > 0 ? new(0, 0, members.ToImmutable()) : null;
    }

    private static DataNode Containers(ref Utf8JsonReader json, ref int left)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray) return Value(ref json, ref left);
        var containers = ImmutableArray.CreateBuilder<DataNode>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                containers.Add(Value(ref json, ref left));
                continue;
            }

            left--;
            var members = ImmutableArray.CreateBuilder<DataMember>(OfContainers.Length);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (Find(OfContainers, ref json) is { } name) members.Add(Member(name, Next(ref json, ref left)));
                else Pass(ref json);
            }

            if (left > 0) containers.Add(new DataMapping(0, 0, members.ToImmutable()));
        }

        return new DataSequence(0, 0, containers.ToImmutable());
    }

    private static DataNode Next(ref Utf8JsonReader json, ref int left)
    {
        json.Read();
        return Value(ref json, ref left);
    }

    // Nests no deeper than the reader lets anything nest.
    private static DataNode Value(ref Utf8JsonReader json, ref int left)
    {
        // What is too much is read to its end, since what follows it counts, and not kept.
        if (--left <= 0) json.Skip();
        if (left <= 0) return new DataScalar(0, 0, "", IsPlain: true);
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = ImmutableArray.CreateBuilder<DataMember>();
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName) members.Add(Member(json.GetString()!, Next(ref json, ref left)));
                return new DataMapping(0, 0, members.ToImmutable());
            case JsonTokenType.StartArray:
                var nodes = ImmutableArray.CreateBuilder<DataNode>();
                while (json.Read() && json.TokenType != JsonTokenType.EndArray) nodes.Add(Value(ref json, ref left));
                return new DataSequence(0, 0, nodes.ToImmutable());
            case JsonTokenType.String:
                return new DataScalar(0, 0, json.GetString()!, IsPlain: false);
            default:
                return new DataScalar(0, 0, Encoding.UTF8.GetString(json.ValueSpan), IsPlain: true);
        }
    }

    private static DataMember Member(string name, DataNode value) => new(new(0, 0, name, IsPlain: false), value);

    private static void Pass(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    private static string? Find(Name[] names, ref Utf8JsonReader json)
    {
        foreach (var name in names)
            if (json.ValueTextEquals(name.Bytes)) return name.Text;
        return null;
    }

    private static Name[] Names(params string[] names) => [.. names.Select(name => new Name(name, Encoding.UTF8.GetBytes(name)))];

    private sealed record Name(string Text, byte[] Bytes);
}
