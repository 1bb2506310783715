namespace Archway.Oci.Registries;

/// <summary>Gets access tokens where a registry's challenge says, each scope's once; who asks meanwhile waits for the same token.</summary>
/// <remarks>
/// One request asks for many scopes at once, and a service that grants a part of them only answers with a token for that part. Not all services keep to
/// that: one that refuses such a request, or whose tokens for several scopes are refused, is asked for each scope by itself.
/// <see href="https://github.com/distribution/distribution/blob/v2.8.2/docs/spec/auth/token.md"/> and <c>oauth.md</c> beside it.
/// </remarks>
internal sealed class TokenService(TokenEndpoint endpoint, TimeProvider time) : IDisposable
{
    // Tokens for several scopes that did not help, after which each is asked for alone: some may have been for what no login may read.
    private const int MostInVain = 3;

    private readonly Lock _lock = new();
    private readonly Dictionary<TokenUse, Grant> _grants = [];
    private readonly Dictionary<(TokenPlace Place, Credential Credential), RegistryException> _refusals = [];
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
        catch (RegistryException e) when (grant.IsOfSeveral && MayBeOfSeveral(e))
        {
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
            if (wish.Credential is { } credential && _refusals.TryGetValue((wish.Use.Place, credential), out var refusal)) throw refusal.Again();
            return _grants.TryGetValue(wish.Use, out var known) && IsUsable(known.Token) ? known : null;
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
            string[] scopes = [wish.Scope, .. others.Where(one => one != wish.Scope && !_grants.ContainsKey(wish.Use with { Scope = one }))];
            Grant grant = new(AskAsync(wish, scopes), scopes.Length > 1);
            foreach (var one in scopes) _grants[wish.Use with { Scope = one }] = grant;
            return grant;
        }
    }

    /// <summary>Forgets a token that the registry refused; false when it was asked for after <paramref name="began"/> and so was as good as they get.</summary>
    /// <param name="value">The token.</param>
    /// <param name="place">Where one that may be better is to be had.</param>
    /// <param name="scope">What for.</param>
    /// <param name="began">When the asking began, by the clock's timestamp.</param>
    internal bool Forget(string value, TokenPlace place, string scope, long began)
    {
        lock (_lock)
        {
            foreach (var (key, (known, isOfSeveral)) in _grants)
            {
                if (!known.IsCompletedSuccessfully || known.GetAwaiter().GetResult() is not { } token || token.Value != value) continue;
                if (key.Place != place || key.Scope != scope) continue;
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
        !token.IsCompleted || (token.IsCompletedSuccessfully && token.GetAwaiter().GetResult().Until > time.GetUtcNow());

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
        try
        {
            return await endpoint.AskAsync(wish, scopes).ConfigureAwait(false);
        }
        catch (RegistryException e) when (scopes.Length > 1 && MayBeOfSeveral(e))
        {
            // A service may have no word for several at once; what it says of one alone is its answer. Whoever has the next turn knows.
            Interlocked.Exchange(ref _inVain, MostInVain);
            throw;
        }
        catch (RegistryException e) when (e.IsOfCredential && scopes.Length == 1)
        {
            Refuse(wish, e);
            throw;
        }
    }

    // A method of its own: the published program never gives back a lock that is taken where an async method catches.
    private void Refuse(TokenWish wish, RegistryException e)
    {
        lock (_lock) _refusals[(wish.Use.Place, wish.Credential!)] = e;
    }

    private static bool MayBeOfSeveral(RegistryException e) =>
        e.Fault is not (RegistryFault.Unreachable or RegistryFault.TimedOut or RegistryFault.RateLimited);

    /// <summary>A token asked for, and whether it was for more than one scope.</summary>
    private sealed record Grant(Task<Token> Token, bool IsOfSeveral);
}
