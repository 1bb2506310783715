using System.Net;
using System.Net.Http.Headers;

namespace Archway.Oci.Registries;

/// <summary>One registry: where it is asked, how it wants to be logged in to, and where it leads.</summary>
internal sealed class RegistryHost : IDisposable
{
    private const int MostRedirects = 5;

    private readonly HostCalls _calls;
    private readonly Connections _connections;
    private readonly RegistryClientOptions _options;
    private volatile Uri _root;
    private volatile bool _isSettled;
    private volatile RequestAllowance? _allowance;

    internal RegistryHost(string registry, HostCalls calls, Connections connections, RegistryClientOptions options, CredentialStore? credentials,
        CancellationToken ended)
    {
        (Registry, _calls, _connections, _options) = (registry, calls, connections, options);
        Login = new(registry, new(new(registry, calls, connections, options, ended), options.Time), credentials);
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

    /// <summary>The address below which its API answers.</summary>
    internal Uri Root => _root;

    /// <summary>How many more requests it answers, as it last told; null when it never did.</summary>
    internal RequestAllowance? Allowance => _allowance;

    /// <summary>Whether it answered that it has no list of what refers to a manifest.</summary>
    internal bool HasNoReferrers { get; set; }

    /// <summary>How it is logged in to.</summary>
    internal HostLogin Login { get; }

    /// <summary>Asks for <paramref name="path"/> below <c>/v2/</c>, logging in where that is wanted and following where it leads.</summary>
    /// <remarks>An answer of 401 reaches <paramref name="read"/> when no login, or none that is known, helps.</remarks>
    internal Task<T> AskAsync<T>(
        HttpMethod method, string repository, string path, IReadOnlyList<string> accept, Func<HostAnswer, Task<T>> read, CancellationToken cancellationToken) =>
        AskAsync(new(method, repository, path) { Accept = accept }, read, cancellationToken);

    /// <summary>The same, of anything that can be asked.</summary>
    internal async Task<T> AskAsync<T>(RegistryRequest request, Func<HostAnswer, Task<T>> read, CancellationToken cancellationToken)
    {
        var (method, repository, path) = request;
        var began = _options.Time.GetTimestamp();
        var refusals = 0;
        while (true)
        {
            AuthenticationHeaderValue? shown = null;
            HostCall call = new(method, new Uri(_root, path))
            {
                Accept = request.Accept,
                Body = request.Body,
                IsRepeatable = request.IsRepeatable,
                Patience = request.Body is null ? null : _options.StoreTimeout,
                Prepare = request.Prepare,
                Authorize = async token => shown = await Login.AuthorizationAsync(_root, repository, token).ConfigureAwait(false),
                Heard = response =>
                {
                    if (RequestAllowance.Find(Registry, response) is { } allowance) _allowance = allowance;
                    Login.Hear(repository, response);
                },
                HeardNothing = () => Login.HearNothing(shown),
            };
            // An upload may go on at another host, which is shown no login.
            if (new Uri(_root, path) is var elsewhere && elsewhere.Authority != _root.Authority)
                return await FollowAsync(call with { Address = _root }, elsewhere, read, cancellationToken).ConfigureAwait(false);
            var outcome = await SettleAsync(call, async answer =>
            {
                if (answer.Message.StatusCode == HttpStatusCode.Unauthorized && refusals < 2
                    && await Login.MayTryAgainAsync(repository, shown, began, cancellationToken).ConfigureAwait(false))
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

    /// <inheritdoc/>
    public void Dispose() => Login.Dispose();

    /// <summary>The first call to a loopback registry, which is plain HTTP as a rule, finds out whether it is.</summary>
    private async Task<T> SettleAsync<T>(HostCall call, Func<HostAnswer, Task<T>> read, CancellationToken cancellationToken)
    {
        if (_isSettled) return await _calls.AskAsync(call, read, cancellationToken).ConfigureAwait(false);
        var secure = call with { Address = new UriBuilder(call.Address) { Scheme = "https" }.Uri };
        RegistryException? plain = null;
        var isPlain = true;
        try
        {
            var value = await _calls.AskAsync(call, async answer =>
            {
                // Go's and nginx' servers say 400 to plain HTTP on a TLS port; registries have no use for it on reading.
                isPlain = answer.Message.StatusCode != HttpStatusCode.BadRequest || answer.Message.Headers.Contains("Docker-Distribution-Api-Version");
                if (!isPlain) return default!;
                _isSettled = true;
                return await read(answer).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
            if (isPlain) return value;
        }
        catch (RegistryException e) when (!_isSettled && e.InnerException is HttpRequestException cut
            && (ConnectionTrouble.IsPassing(cut) || cut.HttpRequestError == HttpRequestError.InvalidResponse))
        {
            // Other servers cut the connection.
            plain = e;
        }

        try
        {
            return await _calls.AskAsync(secure, answer =>
            {
                SettleSecurely();
                return read(answer);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException e) when (e.InnerException is HttpRequestException fault && ConnectionTrouble.IsOfCertificate(fault))
        {
            SettleSecurely();
            throw;
        }
        catch (RegistryException e) when (plain is not null
            && e.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
        {
            // It does not speak TLS either: what it did to plain HTTP says more.
            throw plain.Again();
        }
    }

    private void SettleSecurely()
    {
        _root = new UriBuilder(_root) { Scheme = "https" }.Uri;
        _isSettled = true;
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
            throw new RegistryException(RegistryFault.Malformed, $"{call.Name} leads to an address that is no web address");
        var name = _calls.Secrets.Name(target);
        if (target.Scheme == "http" && from.Scheme == "https" && !_options.PlainHttpHosts.Contains(target.Authority))
            throw new RegistryException(RegistryFault.Malformed, $"{call.Name} leads from HTTPS to plain HTTP at {name}");

        // Only the very host that was asked sees the login again; storage behind a registry has its own in the address.
        var isSame = target.Scheme == from.Scheme && target.Authority == from.Authority;
        return new HostCall(call.Method, new UriBuilder(target) { UserName = "", Password = "", Fragment = "" }.Uri)
        {
            Accept = call.Accept,
            Body = call.Body,
            IsRepeatable = call.IsRepeatable,
            Patience = call.Patience,
            Prepare = call.Prepare,
            Authorize = isSame ? call.Authorize : null,
            Line = isSame ? call.Line : "storage ",
            Name = isSame ? call.Name : name,
            Who = isSame ? call.Who : $"{name}, where {Authority} leads,",
            IsLed = call.IsLed || (!isSame && _connections.IsPublic(from)),
        };
    }

    // A class: methods over it are compiled before the program runs, those over a structure of each kind only when it does.
    private sealed record Outcome<T>(bool IsRefused, Uri? Target, T? Value);
}
