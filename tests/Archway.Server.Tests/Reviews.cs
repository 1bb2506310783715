using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Archway.Server.Tests;

/// <summary>Reviews as API servers send them, and their answers.</summary>
internal static class Reviews
{
    /// <summary>A review of a pod that is created.</summary>
    /// <param name="image">The image of its one container.</param>
    /// <param name="spec">More of its <c>spec</c>, in JSON, with a comma behind it.</param>
    /// <param name="metadata">More of its <c>metadata</c>, likewise.</param>
    /// <param name="policy">When nodes ask for the image.</param>
    internal static string Create(string image, string spec = "", string metadata = "", string policy = "IfNotPresent") => Of("CREATE", $$"""
        {"kind":"Pod","apiVersion":"v1","metadata":{{{metadata}}"name":"app","namespace":"shop"},
        "spec":{{{spec}}"containers":[{"name":"app","image":"{{image}}","imagePullPolicy":"{{policy}}"}]} }
        """);

    /// <summary>A review of anything.</summary>
    internal static string Of(string operation, string @object, string more = "", string old = "null", string space = "shop", string uid = "one") => $$"""
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"{{uid}}","kind":{"group":"","version":"v1","kind":"Pod"},
        "resource":{"group":"","version":"v1","resource":"pods"},"name":"app","namespace":"{{space}}","operation":"{{operation}}",{{more}}
        "object":{{@object}},"oldObject":{{old}},"dryRun":false} }
        """;

    /// <summary>What is posted.</summary>
    internal static HttpContent Content(string review) => Content(Encoding.UTF8.GetBytes(review));

    /// <summary>What is posted.</summary>
    internal static HttpContent Content(byte[] review) => new ByteArrayContent(review) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json") } };

    /// <summary>A recording of what an API server sent, each image's registry another one.</summary>
    internal static string Recorded(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", name + ".json"));

    /// <summary>The object of a review after the patch of its answer.</summary>
    internal static JsonNode Patched(string review, Answer answer) => JsonPatch.Apply(JsonNode.Parse(review)!["request"]!["object"]!, answer.Patch);
}
