using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Archway.Oci.Registries;

/// <summary>Gets access tokens where a registry's challenge says, each scope's once; who asks meanwhile waits for the same token.</summary>
/// <remarks><see href="https://github.com/distribution/distribution/blob/v2.8.2/docs/spec/auth/token.md"/> and <c>oauth.md</c> beside it.</remarks>
internal sealed class TokenService(string name, HostCalls calls, Connections connections, RegistryClientOptions options, CancellationToken ended)
{
    private const int LargestToken = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Scope, Credential? Credential), Task<Token>> _tokens = [];
    private readonly Dictionary<Credential, RegistryException> _refusals = [];

    /// <summary>The token for a scope, from memory or from the service.</summary>
    /// <exception cref="RegistryException">The service gives none.</exception>
    internal Task<Token> GetAsync(Uri registry, Challenge challenge, string scope, Credential? credential, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // A wrong password shown five hundred times may lock the account.
            if (credential is not null && _refusals.TryGetValue(credential, out var refusal)) throw refusal.Again();
            if (_tokens.TryGetValue((scope, credential), out var known) && IsUsable(known)) return WaitAsync(known, cancellationToken);
            var asked = AskAsync(registry, challenge, scope, credential);
            _tokens[(scope, credential)] = asked;
            return WaitAsync(asked, cancellationToken);
        }
    }

    /// <summary>Forgets a token that the registry refused; false when it was asked for after <paramref name="began"/> and so was as good as they get.</summary>
    internal bool Forget(string value, long began)
    {
        lock (_lock)
        {
            foreach (var (key, known) in _tokens)
            {
                if (!known.IsCompletedSuccessfully || known.GetAwaiter().GetResult() is not { } token || token.Value != value) continue;
                if (token.Obtained >= began) return false;
                _tokens.Remove(key);
                return true;
            }
        }

        return true;
    }

    private bool IsUsable(Task<Token> token) =>
        !token.IsCompleted || (token.IsCompletedSuccessfully && token.GetAwaiter().GetResult().Until > options.Time.GetUtcNow());

    private static async Task<Token> WaitAsync(Task<Token> token, CancellationToken cancellationToken)
    {
        try
        {
            return await token.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException e)
        {
            throw e.Again();
        }
    }

    private async Task<Token> AskAsync(Uri registry, Challenge challenge, string scope, Credential? credential)
    {
        // Leaves the lock first: the caller still holds it.
        await Task.Yield();
        var realm = Realm(registry, challenge);
        var isLed = realm.Authority != registry.Authority && connections.IsPublic(registry);
        HostCall call = credential is { IsIdentityToken: true }
            ? new(HttpMethod.Post, realm) { Form = Grant(challenge, scope, credential) }
            : new(HttpMethod.Get, Query(realm, challenge, scope, credential)) { Authorize = _ => Task.FromResult(Basic(credential)) };
        var asked = call with { Line = "token ", Who = $"{realm.Authority}, the token service of {name},", IsLed = isLed };
        return await calls.AskAsync(asked, answer => ReadAsync(answer, realm, credential), ended).ConfigureAwait(false);
    }

    private async Task<Token> ReadAsync(HostAnswer answer, Uri realm, Credential? credential)
    {
        var said = $"the token service {realm.Authority} answered {RegistryAnswers.Status(answer.Message)}";
        switch (answer.Message.StatusCode)
        {
            case HttpStatusCode.OK:
                try
                {
                    return Token.Read(await RegistryAnswers.ReadAsync(answer, LargestToken, "a token").ConfigureAwait(false), LargestToken, options.Time);
                }
                catch (FormatException e)
                {
                    throw new RegistryException(RegistryFault.Malformed,
                        $"the token service {realm.Authority} answered something else than a token: {e.Message}", e);
                }

            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest when credential is not null:
                RegistryException refusal = new(RegistryFault.Unauthorized, $"{said} to {credential}; log in again: {LoginAdvice.For(name)}");
                if (answer.Message.StatusCode == HttpStatusCode.Unauthorized)
                    lock (_lock) _refusals[credential] = refusal;
                throw refusal;
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw new RegistryException(RegistryFault.Unauthorized,
                    $"{said} to a request without credentials; {LoginAdvice.For(name)}");
            case HttpStatusCode.TooManyRequests:
                throw new RegistryException(RegistryFault.RateLimited, $"{said}; ask again later, or log in for a higher limit")
                {
                    Until = RegistryAnswers.RetryTime(answer.Message, options.Time),
                };
            default:
                throw new RegistryException(RegistryFault.Failed,
                    $"{said}; {((int)answer.Message.StatusCode >= 500 ? "it has a fault of its own, ask again later" : "it does not serve what token services serve")}");
        }
    }

    private Uri Realm(Uri registry, Challenge challenge)
    {
        if (!Uri.TryCreate(challenge["realm"], UriKind.Absolute, out var realm) || realm.Scheme is not ("https" or "http") || realm.UserInfo.Length > 0)
            throw new RegistryException(RegistryFault.Malformed, $"{registry.Authority} wants a token but does not say where to get one");
        if (realm.Scheme == "http" && !Addresses.IsLoopback(realm.Host) && !options.PlainHttpHosts.Contains(realm.Authority))
            throw new RegistryException(RegistryFault.Malformed,
                $"{registry.Authority} wants a token from {realm.Authority} over plain HTTP, where anyone could read the login");
        return realm;
    }

    private static Uri Query(Uri realm, Challenge challenge, string scope, Credential? credential)
    {
        StringBuilder query = new(realm.Query.Length > 1 ? realm.Query + "&" : "?");
        if (challenge["service"] is { } service) query.Append("service=").Append(Uri.EscapeDataString(service)).Append('&');
        query.Append("scope=").Append(Uri.EscapeDataString(scope));
        if (credential is not null) query.Append("&account=").Append(Uri.EscapeDataString(credential.Username));
        return new UriBuilder(realm) { Query = query.ToString(), Fragment = "" }.Uri;
    }

    private static Dictionary<string, string> Grant(Challenge challenge, string scope, Credential credential) => new()
    {
        ["grant_type"] = "refresh_token",
        ["service"] = challenge["service"] ?? "",
        ["client_id"] = "archway",
        ["scope"] = scope,
        ["refresh_token"] = credential.Secret,
    };

    internal static AuthenticationHeaderValue? Basic(Credential? credential) => credential is null
        ? null
        : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Username}:{credential.Secret}")));
}
