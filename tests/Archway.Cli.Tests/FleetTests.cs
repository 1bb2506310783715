using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What a scan of 500 images asks of their registry, which no machine's speed changes.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private const int All = Fleet.Count + Fleet.Singles;
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    [Fact]
    public async Task An_index_costs_one_request_a_single_manifest_two_and_nothing_else_is_asked()
    {
        using var archway = Program();

        Assert.Equal(Answer, await ScanAsync(archway));

        Assert.Equal(All, _registry.Log.Count);
        Assert.Equal(Fleet.Count, _registry.Log.Count(request => request.Path.EndsWith("/manifests/latest", StringComparison.Ordinal)));
        Assert.Equal(Fleet.Singles, _registry.Log.Count(request => request.Path.Contains("/blobs/", StringComparison.Ordinal)));
        Assert.InRange(_registry.Connections, 1, 8);
    }

    [Fact]
    public async Task A_second_scan_asks_one_HEAD_for_each_tag()
    {
        using var archway = Program();
        await ScanAsync(archway);
        var before = _registry.Log.Count;

        Assert.Equal(Answer, await ScanAsync(archway));

        Assert.Equal([("HEAD", Fleet.Count)], _registry.Log.Skip(before).CountBy(request => request.Method).Select(method => (method.Key, method.Value)));
    }

    [Fact]
    public async Task Where_a_token_is_wanted_requests_for_tokens_come_on_top_and_few_are_refused()
    {
        _registry.WantBearer();
        using var archway = Program();

        Assert.Equal(Answer, await ScanAsync(archway));

        // Only what was asked before the registry said that it wants one is asked again.
        Assert.InRange(_registry.Log.Count(request => request.Path != "/token"), All, All + 8);
    }

    public async ValueTask DisposeAsync() => await _registry.DisposeAsync();

    private static (int Ready, int Blocked) Answer => (Fleet.OnArm64, Fleet.Count - Fleet.OnArm64);

    private ArchwayProgram Program() => new()
    {
        Input = string.Join('\n', Fleet.Images.Select(image => _registry.Put(image.Repository, "latest", image.Image))),
    };

    private static async Task<(int Ready, int Blocked)> ScanAsync(ArchwayProgram archway)
    {
        var ran = await archway.RunAsync("scan", "-", "--format", "json");
        var statuses = ran.Json().GetProperty("images").EnumerateArray().Select(image => image.GetProperty("status").GetString()).ToList();
        return (statuses.Count(status => status == "ready"), statuses.Count(status => status == "blocked"));
    }
}
