namespace Archway.Testing;

/// <summary>One request that a <see cref="TestRegistry"/> got.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path.</param>
/// <param name="Query">Its query with the question mark, or nothing.</param>
/// <param name="Authorization">Its authorization header, or null.</param>
/// <param name="Body">Its body, where it had one; a blob's is left out.</param>
public sealed record LoggedRequest(string Method, string Path, string Query, string? Authorization, string Body)
{
    /// <summary>The version of HTTP it came by: <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; init; } = "HTTP/1.1";

    /// <summary>The host it was meant for, which the server may answer for among others.</summary>
    public string Host { get; init; } = "";
}
