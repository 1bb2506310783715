using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Archway.Clusters;
using Archway.Oci.Registries;
using Archway.Server.Lookups;

namespace Archway.Server.Clusters;

/// <summary>Pull secrets as the API server has them, each asked for now and then; what may not be read is gone without.</summary>
/// <param name="api">The API.</param>
/// <param name="time">The clock.</param>
internal sealed class PullSecrets(ClusterApi api, TimeProvider time) : IPullSecrets, IDisposable
{
    private const int MostSecrets = 2000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ShortLifetime = TimeSpan.FromSeconds(20);

    // What tells logins apart is salted, so that nothing can be told of them by it.
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<(string Space, string Name), Entry> _secrets = new();
    private readonly CancellationTokenSource _ended = new();

    public async ValueTask<LoginSet> FindAsync(string space, ImmutableArray<string> names, TimeSpan patience, CancellationToken cancellationToken)
    {
        var entries = names.Select(name => Ask(space, name)).ToArray();
        var all = Task.WhenAll(entries.Select(entry => entry.Read));
        if (!all.IsCompleted)
        {
            try
            {
                await all.WaitAsync(patience, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Those that have come count.
            }
        }

        var files = ImmutableArray.CreateBuilder<LoginFile>();
        var notes = ImmutableArray.CreateBuilder<string>();
        using var print = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _salt);
        foreach (var (name, entry) in names.Zip(entries))
        {
            var secret = entry.Read.IsCompletedSuccessfully ? await entry.Read : new(null, null, "the API server did not answer in time");
            if (secret is { Logins: { } logins, Print: { } digest })
            {
                files.Add(logins);
                print.AppendData(digest);
            }
            else notes.Add($"the pull secret {name} was not read: {secret.Problem}");
        }

        return files.Count == 0 && notes.Count == 0 ? LoginSet.None
            : new(files.ToImmutable(), files.Count == 0 ? "" : Convert.ToHexString(print.GetHashAndReset()), notes.ToImmutable());
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private Entry Ask(string space, string name)
    {
        var key = (space, name);
        if (_secrets.TryGetValue(key, out var entry) && time.GetElapsedTime(entry.Asked) < (entry.IsGood ? Lifetime : ShortLifetime)) return entry;
        if (_secrets.Count >= MostSecrets) _secrets.Clear();
        // Two that come at once may both ask; that costs a question and spoils nothing.
        return _secrets[key] = new(time.GetTimestamp(), ReadAsync(space, name));
    }

    private async Task<Secret> ReadAsync(string space, string name)
    {
        try
        {
            var (status, body) = await api.GetAsync($"/api/v1/namespaces/{Uri.EscapeDataString(space)}/secrets/{Uri.EscapeDataString(name)}", _ended.Token);
            return status switch
            {
                HttpStatusCode.OK => Read(space, name, body),
                HttpStatusCode.Forbidden => new(null, null, $"the namespace {space} does not grant it; a RoleBinding for this server does"),
                HttpStatusCode.NotFound => new(null, null, "there is none"),
                _ => new(null, null, $"the API server answered {(int)status}"),
            };
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return new(null, null, "the API server gave no answer");
        }
    }

    private static Secret Read(string space, string name, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (PullSecret.ConfigurationOf(document.RootElement) is { } configuration
                && LoginFile.Read($"the secret {space}/{name}", configuration).Value is { } logins)
                return new(logins, SHA256.HashData(configuration), "");
        }
        catch (JsonException)
        {
            // Nothing of what it holds is said.
        }

        return new(null, null, "it holds no logins that can be read");
    }

    private sealed record Secret(LoginFile? Logins, byte[]? Print, string Problem);

    private sealed record Entry(long Asked, Task<Secret> Read)
    {
        internal bool IsGood => !Read.IsCompletedSuccessfully || Read.GetAwaiter().GetResult().Logins is not null;
    }
}
