using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Archway.Server.Tests;

/// <summary>What the server answered.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Text">The body.</param>
internal sealed record Answer(HttpStatusCode Status, string Text)
{
    private JsonNode Response => JsonNode.Parse(Text)!["response"]!;

    internal string Uid => Response["uid"]!.GetValue<string>();

    internal bool IsAllowed => Response["allowed"]!.GetValue<bool>();

    internal string Refusal => Response["status"]!["message"]!.GetValue<string>();

    internal string[] Warnings => [.. (Response["warnings"]?.AsArray() ?? []).Select(one => one!.GetValue<string>())];

    internal JsonArray? Patch => Response["patch"] is { } patch ? JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(patch.GetValue<string>())))!.AsArray() : null;

    /// <summary>What was written on the pod of what was done, or why nothing was.</summary>
    internal string Placement => (Patch ?? []).Select(one => (one!["path"]!.GetValue<string>(), one["value"])).Select(one => one switch
    {
        ("/metadata/annotations", { } all) => all["archway/placement"]?.GetValue<string>(),
        ("/metadata/annotations/archway~1placement", { } own) => own.GetValue<string>(),
        _ => null,
    }).OfType<string>().SingleOrDefault() ?? "";
}
