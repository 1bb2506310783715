using System.Globalization;
using System.Net;
using Archway.Oci.Registries;

namespace Archway.Fuzz.Readers;

/// <summary>The headers of a registry's answer: how to log in, when to ask again, where the next page is.</summary>
internal sealed class ChallengeTarget() : Target("challenge")
{
    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "Bearer ", "Basic ", "Negotiate ", "realm=", "realm=\"https://a/token\"", "service=\"a\"", "scope=\"repository:a:pull,push\"",
        "error=\"invalid_token\"", ",", ", ", "=", "==", "\"", "\\\"", "\\", " ", "\t", "120", "Wed, 21 Oct 2026 07:28:00 GMT", "abc==", "a", "é", "\u0001",
        "<", ">", "; rel=next", ";", "*=", "1746136938", "1746136938000",
    ];

    internal override IEnumerable<byte[]> Seeds() => ((string[])
    [
        "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\",scope=\"repository:library/nginx:pull\"",
        "Basic realm=\"a\", Bearer realm=b", "Negotiate abc==, Basic realm=\"a\\\"b\"", "120", "Wed, 21 Oct 2026 07:28:00 GMT",
        "</v2/team/app/tags/list?last=1>; rel=\"prev\", <?last=2> ; title=\"a, \\\"b\\\"\" ; rel = next",
    ]).Select(Bytes);

    internal override Task ReadAsync(byte[] input)
    {
        var text = Text(input);
        foreach (var challenge in Challenge.Read(text))
        {
            Require(challenge.Scheme.Length > 0 && text.Contains(challenge.Scheme, StringComparison.Ordinal), "a challenge has a scheme of the text");
            Require(challenge.Parameters.Values.All(value => value.Length < text.Length), "a parameter is a part of the text");
        }

        try
        {
            foreach (var link in WebLink.Read(text)) Require(text.Contains(link.Target, StringComparison.Ordinal), "a link leads to a part of the text");
        }
        catch (FormatException)
        {
            // What is no link is said.
        }

        using HttpResponseMessage answer = new(HttpStatusCode.TooManyRequests);
        answer.Headers.TryAddWithoutValidation("Retry-After", text);
        var until = RetryAfter.Of(answer, TimeProvider.System);
        Require(until is null || until.Value.ToString("u", CultureInfo.InvariantCulture).Length > 0, "a time to ask again can be shown");
        return Task.CompletedTask;
    }
}
