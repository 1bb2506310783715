using System.Collections.Concurrent;
using System.Text;

namespace Archway.Testing.StandIns;

/// <summary>What stands for the internet in a test: registries under their own names, over TLS, behind one proxy and under one authority.</summary>
public sealed class Internet : IAsyncDisposable
{
    private readonly ConcurrentQueue<LoggedRequest> _log = new();
    private readonly List<TestRegistry> _servers = [];
    private readonly TestAuthority _authority = new();
    private readonly TempFolder _folder = new();
    private readonly TestProxy _proxy = new();

    /// <summary>The host and port of the proxy that leads there.</summary>
    public string Proxy => _proxy.Host;

    /// <summary>The file of the authority to trust.</summary>
    public string AuthorityFile => _authority.Write(_folder.Path);

    /// <summary>What was asked of whom, as whom, in order: <c>GET quay.io/v2/team/app/tags/list Bearer token-1</c>.</summary>
    public IReadOnlyList<string> Asked => [.. _log.Select(Line)];

    /// <summary>Forgets what was asked so far.</summary>
    public void Forget() => _log.Clear();

    /// <summary>A registry that answers under its own names.</summary>
    public async Task<T> AddAsync<T>(T registry) where T : StandIn
    {
        var server = await ServeAsync(new() { Before = registry.AnswerAsync, PageLength = registry.PageLength }, [.. registry.Hosts]);
        registry.Server = server;
        return registry;
    }

    /// <summary>A registry like any other, under these names.</summary>
    public Task<TestRegistry> AddAsync(params string[] names) => ServeAsync(new(), names);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        foreach (var server in _servers) await server.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    private async Task<TestRegistry> ServeAsync(TestRegistryOptions options, string[] names)
    {
        var server = await TestRegistry.StartAsync(options with { Certificate = _authority.Issue(names), Heard = _log.Enqueue });
        _servers.Add(server);
        foreach (var name in names) _proxy.Lead(name, server);
        return server;
    }

    private static string Line(LoggedRequest request)
    {
        var shown = request.Authorization?.Split(' ') switch
        {
            ["Basic", var pair] => $" Basic {Encoding.UTF8.GetString(Convert.FromBase64String(pair))}",
            [var scheme, var token, ..] => $" {scheme} {token}",
            _ => "",
        };
        var body = request.Body.Length == 0 ? "" : " < " + Uri.UnescapeDataString(request.Body);
        return $"{request.Method} {request.Host}{request.Path}{Uri.UnescapeDataString(request.Query)}{shown}{body}";
    }
}
