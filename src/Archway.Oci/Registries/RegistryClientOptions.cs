using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Archway.Oci.Registries;

/// <summary>How a <see cref="RegistryClient"/> behaves.</summary>
public sealed record RegistryClientOptions
{
    /// <summary>Hosts, with their port where it is not the usual one, that are asked over plain HTTP; loopback is so without being named.</summary>
    public IReadOnlySet<string> PlainHttpHosts { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Hosts, with their port where it is not the usual one, that may lie in a private network or on this machine; null lets all.</summary>
    public IReadOnlySet<string>? PrivateHosts { get; init; }

    /// <summary>Where credentials may lie; null asks everything anonymously.</summary>
    public CredentialPlaces? Credentials { get; init; }

    /// <summary>How long a host, or a credential helper, may stay silent before it is given up.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a manifest, config or token may take to arrive, and a layer may pause.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a registry may take to keep what it was sent: it reads large content again to check it.</summary>
    public TimeSpan StoreTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a host that was given up is left alone before one request tries it again.</summary>
    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait that a registry may ask for; it is not asked again before a longer one.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait before the first repetition; each further one waits twice as long, give or take a half.</summary>
    public TimeSpan FirstRetryWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How many times a request is repeated after a passing failure.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>How long after a request was first made it may be made again where the host did not say when; null for as long as there are repetitions.</summary>
    public TimeSpan? RetryTimeout { get; init; }

    /// <summary>How many requests one host gets at once.</summary>
    public int RequestsPerHost { get; init; } = 8;

    /// <summary>Tells a name's addresses.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What spreads the waits; it need not be safe for several threads.</summary>
    public Random Random { get; init; } = new();

    /// <summary>Certificate authorities that are trusted besides the machine's own; null adds none.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Registries to ask in others' places, each with its own credentials; those of one registry in the order in which they are asked.</summary>
    public IReadOnlyList<RegistryMirror> Mirrors { get; init; } = [];

    /// <summary>Which hosts are asked through a proxy; null asks all directly.</summary>
    public ProxySettings? Proxy { get; init; }
}
