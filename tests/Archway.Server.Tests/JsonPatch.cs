using System.Globalization;
using System.Text.Json.Nodes;

namespace Archway.Server.Tests;

/// <summary>A JSON Patch as an API server applies it (RFC 6902), of additions alone; anything else fails the test.</summary>
internal static class JsonPatch
{
    internal static JsonNode Apply(JsonNode document, JsonArray? patch)
    {
        var changed = document.DeepClone();
        foreach (var operation in patch ?? [])
        {
            if (operation!["op"]!.GetValue<string>() != "add") throw new InvalidOperationException($"{operation} is no addition");
            var path = operation["path"]!.GetValue<string>().Split('/')[1..].Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
            var parent = path[..^1].Aggregate(changed, (node, name) => (node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)] : node[name])
                ?? throw new InvalidOperationException($"there is no {name} on the way to {operation["path"]}"));
            if (parent is JsonArray items)
            {
                if (path[^1] == "-") items.Add(operation["value"]!.DeepClone());
                else items.Insert(int.Parse(path[^1], CultureInfo.InvariantCulture), operation["value"]!.DeepClone());
            }
            else
            {
                parent[path[^1]] = operation["value"]?.DeepClone();
            }
        }

        return changed;
    }
}
