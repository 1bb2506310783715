using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace Archway.Oci.Registries;

/// <summary>One registry: where it is asked, how it wants to be logged in to, and where it leads.</summary>
internal sealed class RegistryHost
{
    private const int MostRedirects = 5;
    // One refusal may be about one repository; several in a row are about the password, and more of them may lock the account.
    private const int MostRefusals = 3;

    private readonly HostCalls _calls;
    private readonly Connections _connections;
    private readonly RegistryClientOptions _options;
    private readonly CredentialStore? _credentials;
    private readonly TokenService _tokens;
    private readonly ConcurrentDictionary<string, string> _scopes = new(StringComparer.Ordinal);
    private volatile Challenge? _challenge;
    private volatile Uri _root;
    private volatile bool _isSettled;
    private volatile RequestAllowance? _allowance;
    private int _refusals;

    internal RegistryHost(string registry, HostCalls calls, Connections connections, RegistryClientOptions options, CredentialStore? credentials,
        CancellationToken ended)
    {
        (Registry, _calls, _connections, _options, _credentials) = (registry, calls, connections, options, credentials);
        _tokens = new(registry, calls, connections, options, ended);
        // Docker Hub's name in references is not the host that answers.
        var host = registry == "docker.io" ? "registry-1.docker.io" : registry;
        var isPlain = options.PlainHttpHosts.Contains(registry) || Addresses.IsLoopback(new Uri("https://" + host).Host);
        _root = new Uri($"{(isPlain ? "http" : "https")}://{host}/v2/");
        _isSettled = !isPlain || options.PlainHttpHosts.Contains(registry);
    }

    /// <summary>The registry as references name it.</summary>
    internal string Registry { get; }

    /// <summary>The host and port that is asked.</summary>
    internal string Authority => _root.Authority;

    /// <summary>How many more requests it answers, as it last told; null when it never did.</summary>
    internal RequestAllowance? Allowance => _allowance;

    /// <summary>Why credentials could not be read, if so.</summary>
    internal string? CredentialProblem => _credentials?.Problem;

    /// <summary>The credential this registry would be shown for a repository.</summary>
    internal Task<Credential?> FindCredentialAsync(string repository, CancellationToken cancellationToken) =>
        _credentials?.FindAsync(Registry, repository, cancellationToken) ?? Task.FromResult<Credential?>(null);

    /// <summary>Asks for <paramref name="path"/> below <c>/v2/</c>, logging in where that is wanted and following where it leads.</summary>
    /// <remarks>An answer of 401 reaches <paramref name="read"/> when no login, or none that is known, helps.</remarks>
    internal async Task<T> AskAsync<T>(
        HttpMethod method, string repository, string path, IReadOnlyList<string> accept, Func<HostAnswer, Task<T>> read, CancellationToken cancellationToken)
    {
        var began = _options.Time.GetTimestamp();
        var refusals = 0;
        while (true)
        {
            AuthenticationHeaderValue? shown = null;
            HostCall call = new(method, new Uri(_root, path))
            {
                Accept = accept,
                Authorize = async token => shown = await AuthorizationAsync(repository, token).ConfigureAwait(false),
                Heard = Hear(repository),
            };
            var outcome = await SettleAsync(call, async answer =>
            {
                if (answer.Message.StatusCode == HttpStatusCode.Unauthorized && refusals < 2 && await MayTryAgainAsync(repository, shown, began, cancellationToken).ConfigureAwait(false))
                    return new Outcome<T>(true, null, default);
                // What was led to is asked after this call has given its place at the host back.
                return RedirectOf(answer.Message) is { } target
                    ? new Outcome<T>(false, target, default)
                    : new Outcome<T>(false, null, await read(answer).ConfigureAwait(false));
            }, cancellationToken).ConfigureAwait(false);
            if (outcome.Target is { } location) return await FollowAsync(call with { Address = new Uri(_root, path) }, location, read, cancellationToken)
                .ConfigureAwait(false);
            if (!outcome.IsRefused) return outcome.Value!;
            refusals++;
        }
    }

    /// <summary>The first call to a loopback registry, which is plain HTTP as a rule, finds out whether it is.</summary>
    private async Task<T> SettleAsync<T>(HostCall call, Func<HostAnswer, Task<T>> read, CancellationToken cancellationToken)
    {
        if (_isSettled) return await _calls.AskAsync(call, read, cancellationToken).ConfigureAwait(false);
        var secure = call with { Address = new UriBuilder(call.Address) { Scheme = "https" }.Uri };
        RegistryException? plain = null;
        try
        {
            var (isPlain, value) = await _calls.AskAsync(call, async answer =>
            {
                // Go's and nginx' servers say 400 to plain HTTP on a TLS port; registries have no use for it on reading.
                if (answer.Message.StatusCode == HttpStatusCode.BadRequest && !answer.Message.Headers.Contains("Docker-Distribution-Api-Version")) return (false, default(T)!);
                _isSettled = true;
                return (true, await read(answer).ConfigureAwait(false));
            }, cancellationToken).ConfigureAwait(false);
            if (isPlain) return value;
        }
        catch (RegistryException e) when (!_isSettled && e.InnerException is HttpRequestException cut && (ConnectionTrouble.IsPassing(cut) || cut.HttpRequestError == HttpRequestError.InvalidResponse))
        {
            // Other servers cut the connection.
            plain = e;
        }

        try
        {
            var answered = await _calls.AskAsync(secure, read, cancellationToken).ConfigureAwait(false);
            _root = new UriBuilder(_root) { Scheme = "https" }.Uri;
            _isSettled = true;
            return answered;
        }
        catch (RegistryException e) when (plain is not null
            && e.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } fault
            && !ConnectionTrouble.IsOfCertificate(fault))
        {
            // It does not speak TLS either: what it did to plain HTTP says more.
            throw plain.Again();
        }
    }

    private Action<HttpResponseMessage> Hear(string repository) => response =>
    {
        if (RequestAllowance.Find(Registry, response) is { } allowance) _allowance = allowance;
        if (response.RequestMessage?.Headers.Authorization?.Scheme == "Basic")
            _ = response.StatusCode == HttpStatusCode.Unauthorized ? Interlocked.Increment(ref _refusals) : Interlocked.Exchange(ref _refusals, 0);
        if (response.StatusCode != HttpStatusCode.Unauthorized) return;
        var offered = response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? values.SelectMany(Challenge.Read).ToList() : [];
        var chosen = offered.Find(one => one.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            ?? offered.Find(one => one.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase));
        if (chosen is null) return;
        _challenge = chosen;
        if (chosen["scope"] is { Length: > 0 and <= 1024 } scope) _scopes[repository] = scope;
    };

    private async Task<AuthenticationHeaderValue?> AuthorizationAsync(string repository, CancellationToken cancellationToken)
    {
        if (_challenge is not { } challenge) return null;
        var credential = await FindCredentialAsync(repository, cancellationToken).ConfigureAwait(false);
        if (!challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            if (credential is not null && Volatile.Read(ref _refusals) >= MostRefusals)
                throw new RegistryException(RegistryFault.Unauthorized,
                    $"{Authority} refused {credential} {MostRefusals} times and is not shown it again; log in again: {LoginAdvice.For(Registry)}");
            return credential is { IsIdentityToken: true } ? null : TokenService.Basic(credential);
        }

        var token = await _tokens.GetAsync(_root, challenge, Scope(repository, challenge), credential, cancellationToken).ConfigureAwait(false);
        return new("Bearer", token.Value);
    }

    // A scope that the registry asked for by itself, such as one for all of its repositories, counts before the usual one.
    private string Scope(string repository, Challenge challenge) =>
        _scopes.TryGetValue(repository, out var own) ? own
        : challenge["scope"] is { } scope && !scope.StartsWith("repository:", StringComparison.Ordinal) ? scope
        : $"repository:{repository}:pull";

    private async Task<bool> MayTryAgainAsync(string repository, AuthenticationHeaderValue? shown, long began, CancellationToken cancellationToken)
    {
        if (_challenge is not { } challenge) return false;
        if (!challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return shown is null && await FindCredentialAsync(repository, cancellationToken).ConfigureAwait(false) is { IsIdentityToken: false };
        if (shown?.Parameter is not { } value) return true;
        // A token of before may have been withdrawn, or be good for other scopes; one got just now is as good as they get.
        return _tokens.Forget(value, began);
    }

    private static Uri? RedirectOf(HttpResponseMessage message) => message.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && message.Headers.Location is { } location
        ? location
        : null;

    private async Task<T> FollowAsync<T>(HostCall first, Uri location, Func<HostAnswer, Task<T>> read, CancellationToken cancellationToken)
    {
        var call = first;
        for (var count = 1; ; count++)
        {
            call = Next(call, location, count);
            Uri? further = null;
            var value = await _calls.AskAsync(call, async answer =>
            {
                further = RedirectOf(answer.Message);
                return further is null ? await read(answer).ConfigureAwait(false) : default!;
            }, cancellationToken).ConfigureAwait(false);
            if (further is null) return value;
            location = further;
        }
    }

    private HostCall Next(HostCall call, Uri location, int count)
    {
        var from = call.Address;
        if (count > MostRedirects) throw new RegistryException(RegistryFault.Malformed,
            $"{Authority} leads from one address to the next, more than {MostRedirects} times");
        if (!Uri.TryCreate(from, location, out var target) || target.Scheme is not ("https" or "http"))
            throw new RegistryException(RegistryFault.Malformed, $"{from.Authority} leads to an address that is no web address");
        if (target.Scheme == "http" && from.Scheme == "https" && !_options.PlainHttpHosts.Contains(target.Authority))
            throw new RegistryException(RegistryFault.Malformed, $"{from.Authority} leads from HTTPS to plain HTTP at {target.Authority}");

        // Only the very host that was asked sees the login again; storage behind a registry has its own in the address.
        var isSame = target.Scheme == from.Scheme && target.Authority == from.Authority;
        return new HostCall(call.Method, new UriBuilder(target) { UserName = "", Password = "", Fragment = "" }.Uri)
        {
            Accept = call.Accept,
            Authorize = isSame ? call.Authorize : null,
            Line = isSame ? call.Line : "storage ",
            Who = isSame ? call.Who : $"{target.Authority}, where {Authority} leads,",
            IsLed = call.IsLed || (!isSame && _connections.IsPublic(from)),
        };
    }

    private readonly record struct Outcome<T>(bool IsRefused, Uri? Target, T? Value);
}
