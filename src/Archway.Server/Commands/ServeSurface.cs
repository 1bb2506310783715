using System.Collections.Frozen;
using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archway.Oci;
using Archway.Oci.Platforms;
using Archway.Oci.Registries;
using Archway.Placing.Constraining;
using Archway.Placing.Scheduling;
using Archway.Server.Admission;
using Archway.Server.Clusters;
using Archway.Server.Fleets;
using Archway.Server.Lookups;

namespace Archway.Server.Commands;

/// <summary>The options of <c>serve</c>, and their reading.</summary>
/// <param name="surroundings">The environment.</param>
/// <param name="deadline">How many seconds are waited for what is not known yet, where nobody says.</param>
internal sealed class ServeSurface(Surroundings surroundings, double deadline = 1)
{
    private const string EveryArmTaint = "arm";
    private static readonly string[] SystemNamespaces = ["kube-system", "kube-public", "kube-node-lease"];

    private readonly Option<IPEndPoint> _listen = Options.Place("--listen", 8443, "Where reviews are taken, over HTTPS.");
    private readonly Option<IPEndPoint> _listenPlain = Options.Place("--listen-plain", 8080, "Where probes and metrics are answered, over plain HTTP.");
    private readonly Option<string> _certificate = PemFile("--certificate", "/etc/archway/tls/tls.crt", "The certificate to show, as PEM; read anew when it changes.");
    private readonly Option<string> _key = PemFile("--key", "/etc/archway/tls/tls.key", "Its key, as PEM.");
    private readonly Option<string?> _clientAuthority = new("--client-ca") { Description = "Authorities, as PEM, of which the API server has to show a certificate. Default: none is asked for.", HelpName = "file" };
    private readonly Option<string?> _clientName = new("--client-name") { Description = "The common name that this certificate has to have.", HelpName = "name" };
    private readonly Option<string> _onUnknown = Remedy("--on-unknown", "What is done with a pod whose images' architectures are not known: it is left, given --fallback, or refused.");
    private readonly Option<string> _onNoCommon = Remedy("--on-no-common", "What is done with a pod whose images have no architecture in common.");
    private readonly Option<string> _fallback = new("--fallback") { Description = "The architecture that such pods are given where they fall back.", HelpName = "arch", DefaultValueFactory = _ => "amd64" };
    private readonly Option<ArchitecturePreference?> _prefer = new("--prefer")
    {
        Description = "An architecture that pods would rather have, with a weight: arm64:80.",
        HelpName = "arch[:weight]",
        CustomParser = Options.Read(ArchitecturePreference.Read),
    };
    private readonly Option<string[]> _tolerations = Options.Several(
        "--toleration", "taint", text => text == EveryArmTaint || Taint.Read(text).Problem is not { } problem ? Parsed.Value(text) : Parsed.Problem<string>(problem),
        "Let pods whose every image runs on arm64 onto nodes with this taint, as kubernetes.io/arch=arm64:NoSchedule; arm is that one and arm=true:NoSchedule. May be repeated.");

    private readonly Option<string> _form = new Option<string>("--as") { Description = "How one architecture that remains is written.", HelpName = "affinity|nodeSelector", DefaultValueFactory = _ => "affinity" }
        .AcceptOnlyFromAmong("affinity", "nodeSelector");
    private readonly Option<string[]> _leaveNamespaces = Options.Several("--leave-namespace", "namespace", Names.Label, "A namespace whose pods are let be, besides this server's own and those of the system. May be repeated.");
    private readonly Option<bool> _includeSystem = new("--include-system") { Description = "Place pods of this server's own namespace and of kube-system, kube-public and kube-node-lease too." };
    private readonly Option<bool> _pullSecrets = new("--pull-secrets") { Description = "Read the pull secrets that pods name, in the namespaces that grant it. Default: not." };
    private readonly Option<double> _deadline = Options.Seconds("--lookup-deadline", deadline, 0.05, 20, "How long a review waits for what is not known yet; keep it well below the webhook's timeoutSeconds.");
    private readonly Option<double> _tagLifetime = Options.Seconds("--tag-lifetime", 600, 0, 86400, "How long a tag is taken to stand for what it stood for, where nodes keep what they pulled.");
    private readonly Option<double> _alwaysLifetime = Options.Seconds("--always-lifetime", 30, 0, 86400, "The same for containers with imagePullPolicy Always.");
    private readonly Option<double> _staleLifetime = Options.Seconds("--stale-lifetime", 86400, 0, 2592000, "How long what was told last counts while its registry gives no answer.");
    private readonly Option<double> _breakerPause = Options.Seconds("--breaker-pause", 15, 0.1, 600, "How long a registry that gave no answer is left alone.");
    private readonly Option<int> _requests = Options.Number("--requests-per-host", 8, 1, 64, "How many requests a registry gets at once.");
    private readonly Option<int> _remember = Options.Number("--remember", 10_000, 10, 1_000_000, "How many images are remembered.");
    private readonly Option<int> _imageMetrics = Options.Number("--image-metrics", 500, 0, 100_000, "How many images have metrics of their own.");
    private readonly Option<string[]> _allow = Options.Several("--allow-registry", "host[:port]", Names.Host, "A registry that may lie in a private network; others are asked at public addresses alone. May be repeated.");
    private readonly Option<string[]> _plainHttp = Options.Several("--plain-http", "host[:port]", Names.Host, "A registry to ask without TLS, wherever it lies. May be repeated.");
    private readonly Option<string[]> _authorities = Options.Words("--ca-file", "file", "A PEM file of authorities to trust besides the machine's own. May be repeated.");
    private readonly Option<RegistryMirror[]> _mirrors = Options.Several("--mirror", "registry=mirror", RegistryMirror.Read, "A mirror to ask before a registry: docker.io=harbor.example.com/hub. May be repeated.");
    private readonly Option<double> _drain = Options.Seconds("--drain", 10, 0, 300, "How long reviews are still taken after SIGTERM, until no API server sends any.");

    private readonly Option<IPEndPoint?> _fleet = new("--fleet")
    {
        Description = "Watch the cluster's pods, and show the fleet there over plain HTTP, to anybody who reaches it: 127.0.0.1:8090 for kubectl port-forward. Default: not.",
        HelpName = "[address]:port",
        CustomParser = Options.ReadPlace,
    };

    private readonly Option<string?> _history = new("--history") { Description = "The file that keeps how the fleet went; made where there is none. Default: in memory.", HelpName = "file" };
    private readonly Option<string> _ownerLabel = new("--owner-label") { Description = "The label of pods that says whose they are, for the fleet.", HelpName = "label", DefaultValueFactory = _ => "team" };
    private readonly Option<string[]> _fleetHosts = Options.Words("--fleet-host", "name", "A name under which the fleet is shown, besides addresses and the names of the cluster. May be repeated.");

    internal IEnumerable<Option> All =>
    [
        _listen, _listenPlain, _certificate, _key, _clientAuthority, _clientName, _onUnknown, _onNoCommon, _fallback, _prefer, _tolerations, _form, _leaveNamespaces,
        _includeSystem, _pullSecrets, _deadline, _tagLifetime, _alwaysLifetime, _staleLifetime, _breakerPause, _requests, _remember, _imageMetrics, _allow, _plainHttp,
        _authorities, _mirrors, _drain, _fleet, _history, _ownerLabel, _fleetHosts,
    ];

    /// <summary>Those of how images are asked for, and how the fleet is kept: what the fleet alone needs.</summary>
    internal IEnumerable<Option> OfFleet =>
    [
        _history, _ownerLabel, _fleetHosts, _pullSecrets, _deadline, _tagLifetime, _alwaysLifetime, _staleLifetime, _breakerPause, _requests, _remember, _allow, _plainHttp, _authorities, _mirrors,
    ];

    /// <summary>Whether the pull secrets of pods are read.</summary>
    internal bool ReadsPullSecrets(ParseResult parsed) => parsed.GetValue(_pullSecrets);

    /// <exception cref="ServerException">A file that is named cannot be read.</exception>
    internal async Task<ServerOptions> ReadAsync(ParseResult parsed, CancellationToken cancellationToken) => new()
    {
        Listen = parsed.GetRequiredValue(_listen),
        ListenPlain = parsed.GetRequiredValue(_listenPlain),
        CertificateFile = parsed.GetRequiredValue(_certificate),
        KeyFile = parsed.GetRequiredValue(_key),
        ClientAuthorities = parsed.GetValue(_clientAuthority) is { } file ? await AuthoritiesAsync("--client-ca", [file], cancellationToken) : null,
        ClientName = parsed.GetValue(_clientName) is { } name && parsed.GetValue(_clientAuthority) is null
            ? throw new ServerException($"--client-name {name} is held against the certificate that --client-ca asks for; give both") : parsed.GetValue(_clientName),
        Drain = TimeSpan.FromSeconds(parsed.GetValue(_drain)),
        MostImageMetrics = parsed.GetValue(_imageMetrics),
        Policy = PolicyOf(parsed),
        Fleet = FleetOf(parsed),
        Lookups = await LookupsAsync(parsed, cancellationToken),
    };

    /// <exception cref="ServerException">A file that is named cannot be read.</exception>
    internal async Task<LookupOptions> LookupsAsync(ParseResult parsed, CancellationToken cancellationToken) => new()
    {
        Deadline = TimeSpan.FromSeconds(parsed.GetValue(_deadline)),
        TagLifetime = TimeSpan.FromSeconds(parsed.GetValue(_tagLifetime)),
        AlwaysLifetime = TimeSpan.FromSeconds(parsed.GetValue(_alwaysLifetime)),
        StaleLifetime = TimeSpan.FromSeconds(parsed.GetValue(_staleLifetime)),
        BreakerPause = TimeSpan.FromSeconds(parsed.GetValue(_breakerPause)),
        RequestsPerHost = parsed.GetValue(_requests),
        MostImages = parsed.GetValue(_remember),
        PrivateHosts = (parsed.GetValue(_allow) ?? []).ToFrozenSet(StringComparer.OrdinalIgnoreCase),
        PlainHttpHosts = (parsed.GetValue(_plainHttp) ?? []).ToFrozenSet(StringComparer.OrdinalIgnoreCase),
        Mirrors = parsed.GetValue(_mirrors) ?? [],
        Authorities = parsed.GetValue(_authorities) is { Length: > 0 } files ? await AuthoritiesAsync("--ca-file", files, cancellationToken) : null,
        // What is said on pods is for who makes them, and where the server keeps its files is not.
        Credentials = CredentialPlaces.Of(surroundings.Variable).ToldAs("the server's own logins"),
        Proxy = Proxy(),
    };

    /// <summary>How the fleet is shown at a place.</summary>
    internal FleetOptions FleetAt(IPEndPoint listen, ParseResult parsed) => new()
    {
        Listen = listen,
        HistoryFile = parsed.GetValue(_history),
        OwnerLabel = parsed.GetRequiredValue(_ownerLabel),
        Hosts = (parsed.GetValue(_fleetHosts) ?? []).ToFrozenSet(StringComparer.OrdinalIgnoreCase),
    };

    private FleetOptions? FleetOf(ParseResult parsed)
    {
        if (parsed.GetValue(_fleet) is { } listen) return FleetAt(listen, parsed);
        return parsed.GetValue(_history) is { } file ? throw new ServerException($"--history {file} keeps how the fleet went, which nobody watches; give --fleet too") : null;
    }

    private AdmissionPolicy PolicyOf(ParseResult parsed) => new()
    {
        OnUnknown = Enum.Parse<Remedy>(parsed.GetRequiredValue(_onUnknown), ignoreCase: true),
        OnNoCommon = Enum.Parse<Remedy>(parsed.GetRequiredValue(_onNoCommon), ignoreCase: true),
        Fallback = Known("--fallback", parsed.GetRequiredValue(_fallback), Platform.Read($"linux/{parsed.GetRequiredValue(_fallback)}").Value?.Canonical.Split('/')[1]),
        Placing = new()
        {
            Preferred = parsed.GetValue(_prefer)?.Architecture,
            Weight = parsed.GetValue(_prefer)?.Weight ?? 1,
            Tolerated = [.. (parsed.GetValue(_tolerations) ?? []).SelectMany(word => word == EveryArmTaint ? PlacingOptions.ArmTaints : [Taint.Read(word).ValueOrThrow()])],
            AsNodeSelector = parsed.GetValue(_form) == "nodeSelector",
        },
        LeftNamespaces = (parsed.GetValue(_leaveNamespaces) ?? []).Concat(parsed.GetValue(_includeSystem) ? [] : OwnNamespaces()).ToFrozenSet(StringComparer.Ordinal),
        ReadsPullSecrets = parsed.GetValue(_pullSecrets),
    };

    // No node is labelled with another, and a pod that asks for it would wait for ever.
    private static string Known(string option, string written, string? architecture) => architecture is not null && ArchitectureLabel.Known.Contains(architecture)
        ? architecture : throw new ServerException($"{option} takes an architecture that nodes have, one of {string.Join(", ", ArchitectureLabel.Known)}, not '{written}'");

    // Pods that this server itself needs, or the cluster does, depend on nobody's answer.
    private string[] OwnNamespaces() => [.. SystemNamespaces, .. ClusterApi.NamespaceOf(surroundings) is { } own ? [own] : Array.Empty<string>()];

    private ProxySettings? Proxy()
    {
        try
        {
            return ProxySettings.Of(surroundings.Variable);
        }
        catch (FormatException problem)
        {
            throw new ServerException(problem.Message);
        }
    }

    private static async Task<X509Certificate2Collection> AuthoritiesAsync(string option, string[] files, CancellationToken cancellationToken)
    {
        X509Certificate2Collection all = [];
        foreach (var file in files)
        {
            try
            {
                var before = all.Count;
                all.ImportFromPem(await File.ReadAllTextAsync(file, cancellationToken));
                if (all.Count == before) throw new ServerException($"{option} {file} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                throw new ServerException($"{option} {file} cannot be read: {e.Message}");
            }
        }

        return all;
    }

    private static Option<string> PemFile(string name, string usual, string description) =>
        new(name) { Description = description, HelpName = "file", DefaultValueFactory = _ => usual };

    private static Option<string> Remedy(string name, string description) =>
        new Option<string>(name) { Description = description, HelpName = "leave|fallback|deny", DefaultValueFactory = _ => "leave" }.AcceptOnlyFromAmong("leave", "fallback", "deny");
}
