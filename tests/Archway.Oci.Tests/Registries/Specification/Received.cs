using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>What a registry answered.</summary>
internal sealed record Received(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, Func<string, string> Fill)
{
    // Section Error Codes: a code of an error is one of these.
    private static readonly HashSet<string> Codes =
    [
        "BLOB_UNKNOWN", "BLOB_UPLOAD_INVALID", "BLOB_UPLOAD_UNKNOWN", "DIGEST_INVALID", "MANIFEST_BLOB_UNKNOWN", "MANIFEST_INVALID", "MANIFEST_UNKNOWN",
        "NAME_INVALID", "NAME_UNKNOWN", "SIZE_INVALID", "UNAUTHORIZED", "DENIED", "UNSUPPORTED", "TOOMANYREQUESTS",
    ];

    internal string Text => Encoding.UTF8.GetString(Body);

    internal string? Header(string name) => Headers.GetValueOrDefault(name);

    internal IEnumerable<string?> Errors() => JsonNode.Parse(Body)!["errors"]!.AsArray().Select(error => error!["code"]!.GetValue<string>());

    /// <summary>A refusal in JSON has the form that the specification gives; one in another form is free.</summary>
    internal void VerifyErrors()
    {
        if (Status < 400 || Body.Length == 0 || Header("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) != true) return;
        Assert.NotEmpty(Errors());
        Assert.All(Errors(), code => Assert.Contains(code!, Codes));
    }
}
