using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Archway.Oci.Registries;

/// <summary>Gets access tokens where a registry's challenge says, each scope's once; who asks meanwhile waits for the same token.</summary>
/// <remarks>
/// One request asks for many scopes at once, and a service that grants a part of them only answers with a token for that part. Not all services keep to
/// that: one that refuses such a request, or whose tokens for several scopes are refused, is asked for each scope by itself.
/// <see href="https://github.com/distribution/distribution/blob/v2.8.2/docs/spec/auth/token.md"/> and <c>oauth.md</c> beside it.
/// </remarks>
internal sealed class TokenService(string name, HostCalls calls, Connections connections, RegistryClientOptions options, CancellationToken ended) : IDisposable
{
    private const int LargestToken = 1024 * 1024;
    // Tokens for several scopes that did not help, after which each is asked for alone: some may have been for what no login may read.
    private const int MostInVain = 3;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Scope, Credential? Credential), Grant> _grants = [];
    private readonly Dictionary<Credential, RegistryException> _refusals = [];
    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _hasGiven;
    private int _inVain;

    private bool TakesSeveral => Volatile.Read(ref _inVain) < MostInVain;

    /// <summary>The token for a wish, from memory or from the service.</summary>
    /// <param name="wish">What it is for.</param>
    /// <param name="further">Tells the scopes of what is to be read soon with the same credential; asked only when the service is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RegistryException">The service gives none.</exception>
    internal async Task<Token> GetAsync(TokenWish wish, Func<CancellationToken, Task<IReadOnlyList<string>>> further, CancellationToken cancellationToken)
    {
        var grant = Find(wish) ?? await AskInTurnAsync(wish, further, cancellationToken).ConfigureAwait(false);
        try
        {
            return await WaitAsync(grant.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException e) when (grant.IsOfSeveral
            && e.Fault is not (RegistryFault.Unreachable or RegistryFault.TimedOut or RegistryFault.RateLimited))
        {
            // A service may have no word for several at once; what it says of one alone is its answer.
            Interlocked.Exchange(ref _inVain, MostInVain);
            grant = await AskInTurnAsync(wish, further, cancellationToken).ConfigureAwait(false);
            return await WaitAsync(grant.Token, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private Grant? Find(TokenWish wish)
    {
        lock (_lock)
        {
            // A wrong password shown five hundred times may lock the account.
            if (wish.Credential is { } credential && _refusals.TryGetValue(credential, out var refusal)) throw refusal.Again();
            return _grants.TryGetValue((wish.Scope, wish.Credential), out var known) && IsUsable(known.Token) ? known : null;
        }
    }

    /// <summary>Asks for what no one before in the turn asked for; until the service gave a token, one at a time.</summary>
    private async Task<Grant> AskInTurnAsync(TokenWish wish, Func<CancellationToken, Task<IReadOnlyList<string>>> further, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Find(wish) is { } known) return known;
            var others = TakesSeveral ? await further(cancellationToken).ConfigureAwait(false) : [];
            var grant = Ask(wish, others);
            if (_hasGiven) return grant;
            await ((Task)grant.Token).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            _hasGiven = grant.Token.IsCompletedSuccessfully;
            return grant;
        }
        finally
        {
            _turn.Release();
        }
    }

    private Grant Ask(TokenWish wish, IReadOnlyList<string> others)
    {
        lock (_lock)
        {
            string[] scopes = [wish.Scope, .. others.Where(one => one != wish.Scope && !_grants.ContainsKey((one, wish.Credential)))];
            Grant grant = new(AskAsync(wish, scopes), scopes.Length > 1);
            foreach (var one in scopes) _grants[(one, wish.Credential)] = grant;
            return grant;
        }
    }

    /// <summary>Forgets a token that the registry refused; false when it was asked for after <paramref name="began"/> and so was as good as they get.</summary>
    internal bool Forget(string value, string scope, long began)
    {
        lock (_lock)
        {
            foreach (var (key, (known, isOfSeveral)) in _grants)
            {
                if (!known.IsCompletedSuccessfully || known.GetAwaiter().GetResult() is not { } token || token.Value != value) continue;
                if (isOfSeveral && key.Scope != scope) continue;
                // One for this scope alone may do what one for several did not.
                if (isOfSeveral) _inVain++;
                else if (token.Obtained >= began) return false;
                _grants.Remove(key);
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

    private async Task<Token> AskAsync(TokenWish wish, string[] scopes)
    {
        // Leaves the lock first: the caller still holds it.
        await Task.Yield();
        var (registry, challenge, _, credential) = wish;
        var realm = Realm(registry, challenge);
        HostCall call = credential is { IsIdentityToken: true }
            ? new(HttpMethod.Post, realm) { Form = GrantForm(challenge, scopes, credential) }
            : new(HttpMethod.Get, Query(realm, challenge, scopes, credential)) { Authorize = _ => Task.FromResult(Basic(credential)) };
        var asked = call with
        {
            Line = "token ",
            Who = $"{realm.Authority}, the token service of {name},",
            IsLed = realm.Authority != registry.Authority && connections.IsPublic(registry),
        };
        return await calls.AskAsync(asked, answer => ReadAsync(answer, realm, credential, scopes.Length > 1), ended).ConfigureAwait(false);
    }

    private async Task<Token> ReadAsync(HostAnswer answer, Uri realm, Credential? credential, bool isOfSeveral)
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
                if (answer.Message.StatusCode == HttpStatusCode.Unauthorized && !isOfSeveral)
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

    private static Uri Query(Uri realm, Challenge challenge, string[] scopes, Credential? credential)
    {
        StringBuilder query = new(realm.Query.Length > 1 ? realm.Query + "&" : "?");
        if (challenge["service"] is { } service) query.Append("service=").Append(Uri.EscapeDataString(service)).Append('&');
        query.AppendJoin('&', scopes.Where(scope => scope.Length > 0).Select(scope => "scope=" + Uri.EscapeDataString(scope)));
        if (credential is not null) query.Append("&account=").Append(Uri.EscapeDataString(credential.Username));
        return new UriBuilder(realm) { Query = query.ToString(), Fragment = "" }.Uri;
    }

    private static Dictionary<string, string> GrantForm(Challenge challenge, string[] scopes, Credential credential) => new()
    {
        ["grant_type"] = "refresh_token",
        ["service"] = challenge["service"] ?? "",
        ["client_id"] = "archway",
        ["scope"] = string.Join(' ', scopes),
        ["refresh_token"] = credential.Secret,
    };

    internal static AuthenticationHeaderValue? Basic(Credential? credential) => credential is null
        ? null
        : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Username}:{credential.Secret}")));

    /// <summary>A token asked for, and whether it was for more than one scope.</summary>
    private sealed record Grant(Task<Token> Token, bool IsOfSeveral);
}
