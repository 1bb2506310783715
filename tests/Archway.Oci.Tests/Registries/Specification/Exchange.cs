using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Archway.Oci.Content;
using Xunit;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>One request of a case, and what its answer has to be.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">
/// The path and query, where <c>{name}</c> and <c>{other}</c> are two repositories of the case's own,
/// <c>{location}</c> is where the last answer that had a location led, and <c>{next}</c> where its link led.
/// </param>
/// <param name="Body">The content, where there is any.</param>
internal sealed record Exchange(string Method, string Path, byte[]? Body = null)
{
    // Distribution does not give what is not accepted by name.
    private static readonly string[] Kinds = [MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.DockerManifest, MediaTypes.DockerList];

    private ImmutableList<(string Name, string Value)> Headers { get; init; } = [];

    private ImmutableList<Action<Received>> Checks { get; init; } = [];

    internal static Exchange Get(string path) => new("GET", path);

    internal static Exchange Head(string path) => new("HEAD", path);

    internal static Exchange Post(string path, byte[]? body = null) => new("POST", path, body);

    internal static Exchange Patch(string path, byte[] body) => new("PATCH", path, body);

    internal static Exchange Put(string path, byte[]? body = null) => new("PUT", path, body);

    internal static Exchange Delete(string path) => new("DELETE", path);

    /// <summary>With a header of the request.</summary>
    internal Exchange With(string header, string value) => this with { Headers = Headers.Add((header, value)) };

    /// <summary>As content of this type; other content is an octet stream.</summary>
    internal Exchange As(string contentType) => With("Content-Type", contentType);

    /// <summary>As the part of an upload from one byte to another.</summary>
    internal Exchange Range(string range) => With("Content-Range", range);

    /// <summary>The answer has this status, or one of these where the specification leaves it open.</summary>
    internal Exchange Gives(params int[] statuses) =>
        Check(got => Assert.True(statuses.Contains(got.Status), $"{got.Status}, not {string.Join(" or ", statuses)}: {got.Text}"));

    /// <summary>The answer has this header.</summary>
    internal Exchange Header(string name, string value) => Check(got => Assert.Equal(got.Fill(value), got.Header(name)));

    /// <summary>The answer has a header of this form.</summary>
    internal Exchange HeaderLike(string name, string pattern) => Check(got => Assert.Matches(pattern, got.Header(name) ?? ""));

    /// <summary>The answer does not have this header.</summary>
    internal Exchange NoHeader(string name) => Check(got => Assert.Null(got.Header(name)));

    /// <summary>The answer is these bytes.</summary>
    internal Exchange Bytes(byte[] body) => Check(got => Assert.Equal(body, got.Body));

    /// <summary>The answer is this JSON, whatever its spaces and the order of its members.</summary>
    internal Exchange Json(string json) =>
        Check(got => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(got.Fill(json)), JsonNode.Parse(got.Body)), $"{got.Text} is not {got.Fill(json)}"));

    /// <summary>The answer's errors have these codes, in this order.</summary>
    internal Exchange Errors(params string[] codes) => Check(got => Assert.Equal(codes, got.Errors()));

    private Exchange Check(Action<Received> check) => this with { Checks = Checks.Add(check) };

    internal HttpRequestMessage Request(Uri address)
    {
        HttpRequestMessage request = new(new(Method), address);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            if (Headers.All(header => header.Name != "Content-Type")) request.Content.Headers.ContentType = new("application/octet-stream");
        }

        if (Method is "GET" or "HEAD" && Headers.All(header => header.Name != "Accept")) request.Headers.Add("Accept", Kinds);
        foreach (var (name, value) in Headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value) || request.Content!.Headers.TryAddWithoutValidation(name, value));
        return request;
    }

    internal void Verify(Received answer)
    {
        foreach (var check in Checks) check(answer);
        answer.VerifyErrors();
    }

    public override string ToString() =>
        $"{Method} {(Path.Length > 120 ? Path[..120] + "…" : Path)}{string.Concat(Headers.Select(header => $", {header.Name}: {header.Value}"))}";

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
