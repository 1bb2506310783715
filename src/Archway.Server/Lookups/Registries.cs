using System.Collections.Concurrent;
using Archway.Judging;
using Archway.Knowing;
using Archway.Oci.Registries;
using Archway.Resolving;
using Archway.Scanning;

namespace Archway.Server.Lookups;

/// <summary>What asks registries, made anew now and then: what it remembers of hosts and logins it never forgets by itself, and pods name what they like.</summary>
internal sealed class Registries(LookupOptions options, TimeProvider time) : IDisposable
{
    private const int MostLookups = 20_000;
    private const int MostLogins = 1000;
    private static readonly TimeSpan LongestUse = TimeSpan.FromHours(1);

    private readonly RegistryClientOptions _options = options.ForRegistries(time);
    private readonly Lock _lock = new();
    private Generation? _current;

    /// <summary>What asks, showing these logins before the server's own, until it is given back.</summary>
    internal Lease Take(LoginSet logins)
    {
        lock (_lock)
        {
            if (_current is { } old && (old.Lookups >= MostLookups || old.Clients.Count > MostLogins || time.GetElapsedTime(old.Began) > LongestUse))
            {
                _current = null;
                old.Leave();
            }

            _current ??= new(new(_options), time.GetTimestamp());
            _current.Enter();
            var client = logins.Files.IsEmpty ? _current.Client : _current.Clients.GetOrAdd(logins.Fingerprint, _ => _current.Client.Showing(logins.Files));
            return new(_current, client, time);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _current?.Leave();
            _current = null;
        }
    }

    /// <summary>Clients that share connections and lines before hosts.</summary>
    internal sealed class Generation(RegistryClient client, long began)
    {
        private int _users = 1;

        internal RegistryClient Client => client;

        internal long Began => began;

        internal int Lookups { get; private set; }

        internal ConcurrentDictionary<string, RegistryClient> Clients { get; } = new(StringComparer.Ordinal);

        internal void Enter()
        {
            Lookups++;
            Interlocked.Increment(ref _users);
        }

        internal void Leave()
        {
            if (Interlocked.Decrement(ref _users) > 0) return;
            foreach (var one in Clients.Values) one.Dispose();
            client.Dispose();
        }
    }

    /// <summary>The use of a client.</summary>
    internal sealed class Lease(Generation generation, RegistryClient client, TimeProvider time) : IDisposable
    {
        /// <summary>The client.</summary>
        internal RegistryClient Client => client;

        /// <summary>What asks for images through it. The catalog knows better than an index what is broken; no other word counts but the registry's.</summary>
        internal Scanner Scanner => new(Catalog.Embedded, new(new ImageStores(client, cache: null, offline: false, time), time)) { Required = Requirement.Registry };

        public void Dispose() => generation.Leave();
    }
}
