using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Archway.Testing;

/// <summary>A token server that a registry of the distribution project trusts by its certificate: one user may pull, and nobody else.</summary>
/// <remarks><see href="https://distribution.github.io/distribution/spec/auth/jwt/"/> and <c>token</c> beside it.</remarks>
public sealed class TokenServer : IAsyncDisposable
{
    /// <summary>Who it is to the registry.</summary>
    public const string Issuer = "issuer-of-tests";

    /// <summary>Who the registry is to it.</summary>
    public const string Service = "registry-of-tests";

    private readonly TestAuthority _authority = new();
    private readonly X509Certificate2 _certificate;
    private readonly string _login;
    private TestRegistry _server = null!;

    private TokenServer(string user, string password)
    {
        _certificate = _authority.Issue("tokens.example.com");
        _login = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
    }

    /// <summary>Where its tokens are to be had.</summary>
    public string Realm => $"http://{_server.Host}/token";

    /// <summary>What was asked of it so far, in order.</summary>
    public IReadOnlyList<LoggedRequest> Log => _server.Log;

    /// <summary>A server that answers.</summary>
    public static async Task<TokenServer> StartAsync(string user, string password)
    {
        TokenServer tokens = new(user, password);
        tokens._server = await TestRegistry.StartAsync(new TestRegistryOptions { Before = tokens.AnswerAsync });
        return tokens;
    }

    /// <summary>A token for scopes, each <c>repository:NAME:ACTIONS</c>.</summary>
    public string Sign(params IEnumerable<string> scopes)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        JsonObject header = new()
        {
            ["typ"] = "JWT",
            ["alg"] = "ES256",
            ["x5c"] = new JsonArray(Convert.ToBase64String(_certificate.RawData)),
        };
        JsonObject claims = new()
        {
            ["iss"] = Issuer,
            ["sub"] = "someone",
            ["aud"] = Service,
            ["exp"] = now + 300,
            ["nbf"] = now - 10,
            ["iat"] = now,
            ["jti"] = Guid.NewGuid().ToString(),
            ["access"] = new JsonArray([.. scopes.Select(scope => scope.Split(':')).Select(parts => new JsonObject
            {
                ["type"] = parts[0],
                ["name"] = parts[1],
                ["actions"] = new JsonArray([.. parts[2].Split(',').Select(action => JsonValue.Create(action))]),
            })]),
        };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        using var key = _certificate.GetECDsaPrivateKey()!;
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
    }

    internal string WriteBundle(string folder) => _authority.Write(folder);

    private async Task<bool> AnswerAsync(HttpContext context, string body)
    {
        var shown = context.Request.Headers.Authorization.FirstOrDefault();
        if (shown is not null && shown != _login)
        {
            context.Response.StatusCode = 401;
            return true;
        }

        // Who shows no login gets a token too, for nothing.
        var scopes = shown is null ? [] : context.Request.Query["scope"].OfType<string>();
        await context.Response.WriteAsJsonAsync(new { token = Sign(scopes), expires_in = 300 });
        return true;
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
