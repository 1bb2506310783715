using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Archway.Oci.Registries;

namespace Archway.Server.Lookups;

/// <summary>How images are asked for, and how long what was told is taken for true.</summary>
internal sealed record LookupOptions
{
    private static readonly TimeSpan UsualRetryWait = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a review waits for all that is not known yet.</summary>
    internal TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a tag is taken to stand for what it stood for, where nodes keep what they pulled.</summary>
    internal TimeSpan TagLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The same where nodes ask for it anew each time.</summary>
    internal TimeSpan AlwaysLifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long what was told last counts while its registry gives no answer.</summary>
    internal TimeSpan StaleLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a registry that gave no answer is left alone.</summary>
    internal TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many requests one registry gets at once.</summary>
    internal int RequestsPerHost { get; init; } = 8;

    /// <summary>How many images are remembered.</summary>
    internal int MostImages { get; init; } = 10_000;

    /// <summary>Registries that may lie in a private network.</summary>
    internal FrozenSet<string> PrivateHosts { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Registries that are asked over plain HTTP.</summary>
    internal FrozenSet<string> PlainHttpHosts { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Registries to ask in others' places.</summary>
    internal IReadOnlyList<RegistryMirror> Mirrors { get; init; } = [];

    /// <summary>Certificate authorities that are trusted besides the machine's own.</summary>
    internal X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Where the server's own logins lie; null for none.</summary>
    internal CredentialPlaces? Credentials { get; init; }

    /// <summary>Which registries are asked through a proxy.</summary>
    internal ProxySettings? Proxy { get; init; }

    /// <summary>The options of what asks.</summary>
    internal RegistryClientOptions ForRegistries(TimeProvider time) => new()
    {
        PrivateHosts = PrivateHosts.Concat(PlainHttpHosts).Concat(Mirrors.Select(mirror => mirror.Place.Registry)).ToFrozenSet(StringComparer.OrdinalIgnoreCase),
        PlainHttpHosts = PlainHttpHosts,
        Mirrors = Mirrors,
        Authorities = Authorities,
        Credentials = Credentials,
        Proxy = Proxy,
        // A little before the review's own end, so that the reason that it gives is the registry's.
        AnswerTimeout = Deadline * 0.9,
        BodyTimeout = Deadline * 2,
        // What failed in passing is asked again while the review waits, and never behind it.
        FirstRetryWait = Deadline * 0.08 < UsualRetryWait ? Deadline * 0.08 : UsualRetryWait,
        RetryTimeout = Deadline * 0.7,
        // What takes longer is told.
        LongestWait = Deadline * 0.7,
        BreakerPause = BreakerPause,
        RequestsPerHost = RequestsPerHost,
        Time = time,
    };
}
