using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace Archway.Oci.Registries;

/// <summary>How one registry is logged in to: the challenges it made, and what is shown for them.</summary>
/// <remarks>
/// A repository that made no challenge of its own yet is tried with what another one of the host wants, which saves a request; where that fails, its own
/// is asked for. So none fails for what is wrong with another, whichever comes first.
/// </remarks>
internal sealed class HostLogin(string registry, TokenService tokens, CredentialStore? credentials) : IDisposable
{
    // One refusal may be about one repository; several in a row are about the password, and more of them may lock the account.
    private const int MostRefusals = 3;
    // What services and the proxies before them take in one address.
    private const int MostFurtherScopes = 15;
    private const int LongestScopes = 1024;

    private readonly ConcurrentDictionary<string, string> _scopes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _expected = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Challenge> _own = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (TokenUse Use, RegistryException Reason)> _failed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _writing = new(StringComparer.Ordinal);
    private volatile Challenge? _common;
    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _isTaken;
    private int _refusals;

    /// <summary>Why credentials could not be read, if so.</summary>
    internal string? CredentialProblem => credentials?.ProblemOf(registry);

    /// <summary>The credential this registry would be shown for a repository.</summary>
    internal Task<Credential?> FindCredentialAsync(string repository, CancellationToken cancellationToken) =>
        credentials?.FindAsync(registry, repository, cancellationToken) ?? Task.FromResult<Credential?>(null);

    /// <summary>The challenge for a repository, or as others of the host have it; null while it made none.</summary>
    internal Challenge? ChallengeOf(string repository) => _own.GetValueOrDefault(repository) ?? _common;

    /// <summary>Hears that a repository will be asked soon.</summary>
    internal void Expect(string repository) => _expected.TryAdd(repository, true);

    /// <summary>Hears that a repository will be written to, with blobs of others of the host.</summary>
    internal void ExpectWriting(string repository, IEnumerable<string> mounted) =>
        _writing[repository] = string.Join(' ', [$"repository:{repository}:pull,push", .. mounted.Distinct().Order().Select(other => $"repository:{other}:pull")]);

    /// <summary>Hears an answer, and remembers what login it wants.</summary>
    internal void Hear(string repository, HttpResponseMessage response)
    {
        var isRefused = response.StatusCode == HttpStatusCode.Unauthorized;
        if (isRefused && ChallengeIn(response) is { } challenge)
        {
            _own[repository] = challenge;
            // Tokens before passwords: whom a password is not for should not be shown it.
            if (challenge.Realm is not null ? _common is not { IsBearer: true } : challenge.IsBasic && _common is null) _common = challenge;
            if (challenge["scope"] is { Length: > 0 and <= 1024 } scope) _scopes[repository] = scope;
        }

        if (response.RequestMessage?.Headers.Authorization is not { Scheme: "Basic" }) return;
        // One that wants a token after all did not refuse the password.
        if (!isRefused) Interlocked.Exchange(ref _refusals, 0);
        else if (ChallengeOf(repository) is not { IsBearer: true }) Interlocked.Increment(ref _refusals);
        EndTurn(isRefused);
    }

    /// <summary>What is shown with a request for a repository; null when nothing is, as before the registry asked for anything.</summary>
    internal async Task<AuthenticationHeaderValue?> AuthorizationAsync(Uri root, string repository, CancellationToken cancellationToken)
    {
        if (ChallengeOf(repository) is not { } challenge) return null;
        var credential = await FindCredentialAsync(repository, cancellationToken).ConfigureAwait(false);
        if (challenge.IsBearer)
            return await BearerAsync(new(root, challenge, Scope(repository, challenge), credential), repository, cancellationToken).ConfigureAwait(false);
        if (credential is null or { IsIdentityToken: true }) return null;
        if (!_isTaken) await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        // Another's answer may have told, while this one waited, that it is no password that is wanted.
        var wantsToken = ChallengeOf(repository) is { IsBearer: true };
        if (!wantsToken && Volatile.Read(ref _refusals) < MostRefusals) return credential.Basic();
        if (!_isTaken) _turn.Release();
        if (wantsToken) return await AuthorizationAsync(root, repository, cancellationToken).ConfigureAwait(false);
        throw new RegistryException(RegistryFault.Unauthorized,
            $"{root.Authority} refused {credential} {MostRefusals} times and is not shown it again; {LoginAdvice.Again(registry)}");
    }

    /// <summary>Hears that no answer came to a request that showed this.</summary>
    internal void HearNothing(AuthenticationHeaderValue? shown)
    {
        // Who waited would wait as long again for each.
        if (shown is { Scheme: "Basic" }) EndTurn(isRefused: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        tokens.Dispose();
        _turn.Dispose();
    }

    private async Task<AuthenticationHeaderValue?> BearerAsync(TokenWish wish, string repository, CancellationToken cancellationToken)
    {
        var isOwn = _own.ContainsKey(repository);
        // What the host has in common led to just this already.
        if (isOwn && _failed.TryRemove(repository, out var failed) && failed.Use == wish.Use) throw failed.Reason.Again();
        try
        {
            var token = await tokens.GetAsync(wish, stop => FurtherScopesAsync(repository, wish.Scope, wish.Credential, stop), cancellationToken)
                .ConfigureAwait(false);
            return new("Bearer", token.Value);
        }
        catch (RegistryException e) when (!isOwn)
        {
            _failed[repository] = (wish.Use, e);
            return null;
        }
    }

    private static Challenge? ChallengeIn(HttpResponseMessage response)
    {
        var offered = response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? values.SelectMany(Challenge.Read).ToList() : [];
        return offered.Find(one => one.IsBearer && one.Realm is not null) ?? offered.Find(one => one.IsBasic) ?? offered.Find(one => one.IsBearer);
    }

    /// <summary>Waits until no other request shows the password; once it was taken, or nothing came back, nobody waits.</summary>
    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_isTaken) _turn.Release();
    }

    private void EndTurn(bool isRefused)
    {
        // Whoever shows a password before it was taken has the turn.
        if (_isTaken) return;
        _isTaken = !isRefused;
        _turn.Release();
    }

    /// <summary>The usual scopes of repositories that are asked soon, as long as the same credential is shown for them.</summary>
    private async Task<IReadOnlyList<string>> FurtherScopesAsync(string repository, string scope, Credential? credential, CancellationToken cancellationToken)
    {
        _expected.TryRemove(repository, out _);
        if (scope != UsualScope(repository)) return [];
        var length = scope.Length;
        List<string> further = [];
        foreach (var (other, _) in _expected)
        {
            if (further.Count >= MostFurtherScopes || length > LongestScopes) break;
            // One that was refused meanwhile, and wants no more than the usual, may have its token with the others.
            if (_scopes.GetValueOrDefault(other, UsualScope(other)) != UsualScope(other) || await FindCredentialAsync(other, cancellationToken).ConfigureAwait(false) != credential) continue;
            if (!_expected.TryRemove(other, out _)) continue;
            further.Add(UsualScope(other));
            length += other.Length;
        }

        return further;
    }

    private static string UsualScope(string repository) => $"repository:{repository}:pull";

    // A scope that the registry asked for by itself, such as one for all of its repositories, counts before the usual one.
    private string Scope(string repository, Challenge challenge) =>
        // A login to the registry as such is for nothing in it.
        repository.Length == 0 ? ""
        // What is asked for reading first would not be enough for what follows.
        : _writing.TryGetValue(repository, out var writing) && !MayWrite(_scopes.GetValueOrDefault(repository)) ? writing
        : _scopes.TryGetValue(repository, out var own) ? own
        : challenge["scope"] is { } scope && !scope.StartsWith("repository:", StringComparison.Ordinal) ? scope
        : UsualScope(repository);

    private static bool MayWrite(string? scope) => scope is not null
        && (scope.Contains("push", StringComparison.Ordinal) || scope.EndsWith('*') || !scope.StartsWith("repository:", StringComparison.Ordinal));

    /// <summary>Whether a request that was refused may succeed with another login than the one shown.</summary>
    /// <param name="repository">What was asked for.</param>
    /// <param name="shown">What was shown.</param>
    /// <param name="began">When the asking began, by the clock's timestamp.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async Task<bool> MayTryAgainAsync(string repository, AuthenticationHeaderValue? shown, long began, CancellationToken cancellationToken)
    {
        if (ChallengeOf(repository) is not { } challenge) return false;
        // What another repository wants was shown before it was known what this one does.
        if (shown is not null && shown.Scheme == "Bearer" != challenge.IsBearer) return true;
        if (!challenge.IsBearer)
            return shown is null && await FindCredentialAsync(repository, cancellationToken).ConfigureAwait(false) is { IsIdentityToken: false };
        if (shown?.Parameter is not { } value) return true;
        // A token of before may have been withdrawn, or be good for other scopes; one got just now is as good as they get.
        return tokens.Forget(value, new(challenge["realm"], challenge["service"]), Scope(repository, challenge), began);
    }
}
