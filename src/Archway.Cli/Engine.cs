using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Archway.Aws;
using Archway.Cli.Commands;
using Archway.Cli.Files;
using Archway.Cli.Terminal;
using Archway.Clusters;
using Archway.Knowing;
using Archway.Oci.Registries;
using Archway.Reading.Data;
using Archway.Resolving;
using Archway.Resolving.Caching;
using Archway.Scanning;

namespace Archway.Cli;

/// <summary>The working parts of one run, put together from what the user asked for and the machine it runs on.</summary>
internal sealed class Engine : IDisposable
{
    private readonly RegistryClient _registries;
    private readonly ManifestCache? _cache;
    private readonly Lazy<Scanner> _scanner;
    private readonly X509Certificate2Collection? _authorities;

    private Engine(AskingOptions asking, X509Certificate2Collection? authorities, Surroundings surroundings)
    {
        _authorities = authorities;
        if (!asking.Offline) RegistryClient.MakeReady();
        _registries = new(new()
        {
            PlainHttpHosts = asking.PlainHttp.ToFrozenSet(StringComparer.OrdinalIgnoreCase),
            AnswerTimeout = asking.GiveUpAfter,
            BodyTimeout = asking.GiveUpAfter,
            Time = surroundings.Time,
            Credentials = CredentialPlaces.Of(surroundings.Variable),
            Mirrors = asking.Mirrors,
            Proxy = ProxyOf(surroundings),
            Authorities = authorities,
        });
        _cache = asking.NoCache || CacheFolder(surroundings) is not { } folder ? null : new ManifestCache(folder);
        _scanner = new(() =>
        {
            // Judging needs it, which comes last.
            Task.Run(Catalog.Embedded.MakeReady);
            return new(Catalog.Embedded, new(new ImageStores(_registries, _cache, asking.Offline, surroundings.Time), surroundings.Time)) { Required = asking.Required };
        });
    }

    /// <summary>Makes ready, beside the reading of the command line, what reads the sources and what asks for images.</summary>
    internal static void MakeReady(bool reads, bool asks) => Task.Run(() =>
    {
        if (reads) YamlReader.MakeReady();
        if (asks) RegistryClient.MakeReady();
    });

    /// <exception cref="CommandException">What the user named cannot be read.</exception>
    internal static async Task<Engine> StartAsync(AskingOptions asking, Surroundings surroundings, CancellationToken cancellationToken)
    {
        X509Certificate2Collection? authorities = asking.AuthorityFiles.Length == 0 ? null : [];
        foreach (var file in asking.AuthorityFiles)
            authorities!.AddRange(await AuthorityFile.ReadAsync(file, asking.GiveUpAfter, surroundings, cancellationToken));
        return new(asking, authorities, surroundings);
    }

    internal Scanner Scanner => _scanner.Value;

    internal RegistryClient Registries => _registries;

    /// <summary>Says which logins could not be read, since nothing else does where a registry lets in without one.</summary>
    internal void TellCredentialProblems(Surroundings surroundings) => Tell(_registries.CredentialProblems, surroundings);

    /// <summary>Says that, and how many more requests registries answer, where they tell it.</summary>
    /// <param name="surroundings">Where it is said.</param>
    /// <param name="others">What else is to be said.</param>
    internal void TellRemarks(Surroundings surroundings, IEnumerable<string>? others = null)
    {
        Tell(others ?? [], surroundings);
        TellCredentialProblems(surroundings);
        Tell(_registries.Allowances.Select(allowance => allowance.ToString()), surroundings);
    }

    private static void Tell(IEnumerable<string> remarks, Surroundings surroundings)
    {
        foreach (var remark in remarks) surroundings.Error.WriteLine($"archway: {SafeText.Clean(remark)}");
    }

    public void Dispose()
    {
        _registries.Dispose();
        _cache?.Dispose();
    }

    /// <summary>How live clusters are asked.</summary>
    internal static ClusterSettings ClustersOf(AskingOptions asking, Surroundings surroundings) => new()
    {
        Variable = surroundings.Variable,
        WorkingFolder = surroundings.WorkingFolder,
        Time = surroundings.Time,
        Proxy = ProxyOf(surroundings),
        AnswerTimeout = asking.GiveUpAfter,
    };

    /// <summary>How AWS is asked.</summary>
    internal AwsSettings AwsOf(AskingOptions asking, Surroundings surroundings) => new()
    {
        Variable = surroundings.Variable,
        Time = surroundings.Time,
        Proxy = ProxyOf(surroundings),
        Authorities = _authorities,
        AnswerTimeout = asking.GiveUpAfter,
    };

    private static ProxySettings? ProxyOf(Surroundings surroundings)
    {
        try
        {
            return ProxySettings.Of(surroundings.Variable);
        }
        catch (FormatException e)
        {
            throw new CommandException(e.Message);
        }
    }

    // A folder that the user names, then where the system keeps caches; none where there is no home.
    internal static string? CacheFolder(Surroundings surroundings)
    {
        if (surroundings.Variable("ARCHWAY_CACHE") is { Length: > 0 } named) return Path.GetFullPath(named, surroundings.WorkingFolder);
        if (surroundings.Variable("XDG_CACHE_HOME") is { Length: > 0 } caches && Path.IsPathRooted(caches)) return Path.Combine(caches, "archway");
        if (surroundings.Variable("LOCALAPPDATA") is { Length: > 0 } local) return Path.Combine(local, "archway", "cache");
        return (surroundings.Variable("HOME") ?? surroundings.Variable("USERPROFILE")) is { Length: > 0 } home ? Path.Combine(home, ".cache", "archway") : null;
    }
}
