using System.Collections.Concurrent;
using Archway.Oci.References;
using Archway.Oci.Registries.Aws;
using Archway.Oci.Registries.Pushing;

namespace Archway.Oci.Registries;

/// <summary>The registries of one run: their connections, tokens and limits, each held once however many images are asked for.</summary>
public sealed class RegistryClient : IDisposable
{
    private readonly ConcurrentDictionary<string, RegistryHost> _hosts = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();
    private readonly RegistryClientOptions _options;
    private readonly Connections _connections;
    private readonly HostCalls _calls;
    private readonly CredentialStore? _credentials;
    private readonly bool _isBorrowing;

    /// <summary>A client that has asked nothing yet.</summary>
    public RegistryClient(RegistryClientOptions options) : this(options, lender: null, [])
    {
    }

    private RegistryClient(RegistryClientOptions options, RegistryClient? lender, IReadOnlyList<LoginFile> logins)
    {
        _options = options;
        _isBorrowing = lender is not null;
        _connections = lender?._connections ?? new(options);
        _calls = lender?._calls ?? new(options, _connections);
        if (options.Credentials is null && logins.Count == 0) return;
        var places = options.Credentials ?? new();
        var ecr = places.Aws is { } aws ? new EcrLogin(aws, _calls, options.Time, _ended.Token) : null;
        _credentials = new(places, logins, ecr, options.AnswerTimeout, options.Time, _ended.Token);
    }

    /// <summary>A client that shows other logins before this one's own, over the same connections and in the same lines before hosts.</summary>
    /// <remarks>It lasts as long as the one that it was made of.</remarks>
    public RegistryClient Showing(IReadOnlyList<LoginFile> logins) => new(_options, this, logins);

    /// <summary>The repository that <paramref name="reference"/> names; nothing is asked yet.</summary>
    public IRepository Open(ImageReference reference)
    {
        var origin = Open(reference.Registry, reference.Repository);
        return MirrorsOf(reference).Any() ? Mirrored(reference, origin) : origin;
    }

    /// <summary>The repository that <paramref name="reference"/> names, to be written to; no mirror is, and nothing is asked yet.</summary>
    /// <param name="reference">The image.</param>
    /// <param name="mounted">Images whose blobs may be taken from where they are in the same registry.</param>
    internal IImageTarget OpenTarget(ImageReference reference, IEnumerable<ImageReference> mounted)
    {
        var host = Host(reference.Registry);
        host.Login.ExpectWriting(reference.Repository,
            mounted.Where(other => other.Registry == reference.Registry && other.Repository != reference.Repository).Select(other => other.Repository));
        return new RegistryTarget(host, reference, _options);
    }

    /// <summary>The credential that the registry of <paramref name="reference"/> would be shown, or null when it is asked anonymously.</summary>
    public Task<Credential?> FindCredentialAsync(ImageReference reference, CancellationToken cancellationToken) =>
        Host(reference.Registry).Login.FindCredentialAsync(reference.Repository, cancellationToken);

    /// <summary>Takes the logins of a Docker configuration for one repository alone; no program that it names is run. To be called before anything is asked.</summary>
    /// <param name="reference">The repository.</param>
    /// <param name="source">What holds them, fit to be shown.</param>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="FormatException">It is none.</exception>
    internal void Give(ImageReference reference, string source, ReadOnlyMemory<byte> configuration) =>
        _credentials?.Give(reference.Registry, reference.Repository, CredentialFile.Read(source, configuration).WithoutHelpers());

    /// <summary>All credentials that may be shown for <paramref name="reference"/>: those of its registry's mirrors, then its registry's own.</summary>
    public async Task<IReadOnlyList<Credential>> FindCredentialsAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        List<Credential?> found = [];
        foreach (var mirror in MirrorsOf(reference))
            found.Add(await Host(mirror.Place.Registry).Login.FindCredentialAsync(mirror.Repository(reference.Repository), cancellationToken)
                .ConfigureAwait(false));
        found.Add(await FindCredentialAsync(reference, cancellationToken).ConfigureAwait(false));
        return [.. found.OfType<Credential>()];
    }

    /// <summary>All tags of the repository of <paramref name="reference"/>; null when its registry says there is no such repository.</summary>
    /// <remarks>Mirrors are asked first, as they are for images.</remarks>
    /// <exception cref="RegistryException">The registry gave no usable answer, or has more tags than are read.</exception>
    public Task<TagList?> FindTagsAsync(ImageReference reference, CancellationToken cancellationToken) =>
        Mirrored(reference, Open(reference.Registry, reference.Repository)).FindTagsAsync(cancellationToken);

    /// <summary>Asks a registry whether it lets in, and tells how it was asked.</summary>
    public async Task<RegistryCheck> CheckAsync(RegistryPlace place, CancellationToken cancellationToken)
    {
        var host = Host(place.Registry);
        var credential = await host.Login.FindCredentialAsync(place.Path, cancellationToken).ConfigureAwait(false);
        RegistryException? refusal = null;
        try
        {
            await new RegistryRepository(host, place.Path, _options).KnockAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException e)
        {
            refusal = e;
        }

        var challenge = host.Login.ChallengeOf(place.Path);
        return new()
        {
            Place = place,
            Address = host.Root,
            Proxy = _options.Proxy?.GetProxy(host.Root),
            Mirrors = [.. _options.Mirrors.Where(mirror => mirror.Of == place.Registry)],
            Credential = credential,
            CredentialProblem = host.Login.CredentialProblem,
            Scheme = challenge?.Scheme,
            Realm = challenge?["realm"] is { } realm ? _calls.Secrets.Told(realm) ?? ShownSecrets.Withheld : null,
            Refusal = refusal,
            Allowance = host.Allowance,
        };
    }

    /// <summary>Makes HTTP ready on another processor while the caller still reads what it will ask for.</summary>
    public static void MakeReady() => Readiness.Begin();

    /// <summary>Hears what will be asked soon, so that one token may be for all of it.</summary>
    public void Expect(ImageReference reference)
    {
        foreach (var mirror in MirrorsOf(reference)) Host(mirror.Place.Registry).Login.Expect(mirror.Repository(reference.Repository));
        Host(reference.Registry).Login.Expect(reference.Repository);
    }

    /// <summary>How many more requests registries answer, each as it last told; those that never did are not in it.</summary>
    public IReadOnlyList<RequestAllowance> Allowances =>
        [.. _hosts.Values.Select(host => host.Allowance).OfType<RequestAllowance>().OrderBy(one => one.Registry, StringComparer.Ordinal)];

    /// <summary>Which places could not be read that may hold a login of what was asked, and why: one sentence each, in the same order in every run.</summary>
    public IReadOnlyList<string> CredentialProblems => _credentials?.ProblemsOf(_hosts.Keys) ?? [];

    /// <summary>Closes the connections; what is still asked fails.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        if (!_isBorrowing)
        {
            _connections.Dispose();
            _calls.Dispose();
        }

        foreach (var host in _hosts.Values) host.Dispose();
        _ended.Dispose();
    }

    private IEnumerable<RegistryMirror> MirrorsOf(ImageReference reference) => _options.Mirrors.Where(mirror => mirror.Of == reference.Registry);

    private MirroredRepository Mirrored(ImageReference reference, RegistryRepository origin) =>
        new([.. MirrorsOf(reference).Select(mirror => (mirror, Open(mirror.Place.Registry, mirror.Repository(reference.Repository))))], origin);

    private RegistryRepository Open(string registry, string repository)
    {
        var host = Host(registry);
        host.Login.Expect(repository);
        return new(host, repository, _options);
    }

    private RegistryHost Host(string registry) =>
        _hosts.GetOrAdd(registry, name => new(name, _calls, _connections, _options, _credentials, _ended.Token));
}
