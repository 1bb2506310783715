using System.Text.Json.Nodes;
using Archway.Clusters;
using Archway.Testing;
using Archway.Testing.Clusters;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Archway.Core.Tests.Clusters;

/// <summary>Pods of a cluster, followed as they come and go.</summary>
public sealed class FollowTests
{
    [Fact]
    public async Task What_is_there_is_told_and_then_what_changes()
    {
        await using var server = await TestCluster.StartAsync();
        server.Put("pods", Pod("one"));
        await using Followed told = new(server);

        await told.NextAsync("restarted", "present one", "complete");
        server.Put("pods", Pod("two"));
        await told.NextAsync("present two");
        server.Put("pods", Pod("one"));
        await told.NextAsync("present one");
        server.Delete("pods", "shop", "two");
        await told.NextAsync("gone two");
    }

    [Fact]
    public async Task A_stream_that_ends_is_gone_on_with_from_the_last_bookmark()
    {
        await using var server = await TestCluster.StartAsync();
        server.Put("pods", Pod("one"));
        await using Followed told = new(server);
        await told.NextAsync("restarted", "present one", "complete");

        // Far ahead of the last pod: without the bookmark the version asked for would be before what is known.
        server.Put("pods", Pod("two"));
        await told.NextAsync("present two");
        server.Bookmark("pods");
        await told.UntilWatchedAsync(1);
        server.EndWatches("pods");
        await told.StartNextAsync();
        await told.UntilWatchedAsync(2);
        server.Put("pods", Pod("three"));

        await told.NextAsync("present three");
        Assert.Single(server.Log, asked => !asked.Query.Contains("watch=true", StringComparison.Ordinal));
        Assert.EndsWith("resourceVersion=1003", server.Log[^1].Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_too_old_to_go_on_from_is_listed_anew(bool isWithinStream)
    {
        await using var server = await TestCluster.StartAsync();
        server.Put("pods", Pod("one"));
        await using Followed told = new(server);
        await told.NextAsync("restarted", "present one", "complete");
        await told.StartNextAsync();
        await told.UntilWatchedAsync(1);

        if (isWithinStream) server.Compact("pods");
        else server.On("/api/v1/pods", 410, "too old resource version: 1 (31762)");
        server.EndWatches("pods");
        await told.NextAsync("restarted", "present one", "complete");
        server.Put("pods", Pod("two"));

        await told.NextAsync("present two");
    }

    [Fact]
    public async Task A_cut_stream_is_made_again_and_nothing_is_lost()
    {
        await using var server = await TestCluster.StartAsync();
        server.Put("pods", Pod("one")).On("/api/v1/pods", server.AnswerAsItIsAsync).On("/api/v1/pods", async context =>
        {
            await context.Response.WriteAsync("{\"type\":\"ADDED\",\"obj");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using Followed told = new(server);
        await told.NextAsync("restarted", "present one", "complete");

        await told.StartNextAsync();
        await told.UntilWatchedAsync(2);
        server.Put("pods", Pod("two"));

        await told.NextAsync("present two");
    }

    [Fact]
    public async Task A_fault_that_stays_ends_it()
    {
        await using var server = await TestCluster.StartAsync();
        // As it was recorded of a server that cannot watch.
        server.On("/api/v1/pods", server.AnswerAsItIsAsync).On("/api/v1/pods", context => context.Response.WriteAsync(
            """{"type":"ERROR","object":{"kind":"Status","message":"the required storage feature RequestWatchProgress is disabled","code":500}}""" + "\n"), times: 100);
        await using Followed told = new(server);
        await told.NextAsync("restarted", "complete");

        var fault = await Assert.ThrowsAsync<ClusterException>(() => told.NextAsync("nothing"));

        Assert.Equal(ClusterFault.Unreachable, fault.Fault);
        Assert.Equal(7, server.Log.Count);
    }

    private static JsonObject Pod(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop" },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray() },
    };

    private sealed class Followed : IAsyncDisposable
    {
        private readonly TestCluster _server;
        private readonly TempFolder _folder = new();
        private readonly Cluster _cluster;
        private readonly IAsyncEnumerator<ClusterEvent> _events;
        private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        private Task<bool>? _next;

        internal Followed(TestCluster server)
        {
            _server = server;
            _folder.With("config", server.Kubeconfig("{}"));
            _cluster = Cluster.Open(null, new()
            {
                Variable = name => name == "KUBECONFIG" ? Path.Combine(_folder.Path, "config") : null,
                WorkingFolder = _folder.Path,
                FirstRetryWait = TimeSpan.FromMilliseconds(1),
            });
            _events = _cluster.FollowAsync(ResourceKind.Pod, null, _ended.Token).GetAsyncEnumerator(_ended.Token);
        }

        /// <summary>Waits for the next events, and holds them against what they are to be.</summary>
        internal async Task NextAsync(params string[] expected)
        {
            foreach (var one in expected)
            {
                await StartNextAsync();
                Assert.True(await _next!);
                _next = null;
                var (kind, item) = _events.Current;
                Assert.Equal(one, kind.ToString().ToLowerInvariant() + (item.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "" : $" {item.GetProperty("metadata").GetProperty("name")}"));
            }
        }

        /// <summary>Begins to wait for the next event: it is asked for only then.</summary>
        internal Task StartNextAsync()
        {
            _next ??= _events.MoveNextAsync().AsTask();
            return Task.CompletedTask;
        }

        internal async Task UntilWatchedAsync(int times)
        {
            await StartNextAsync();
            while (_server.Watches("pods") == 0 || _server.Log.Count(asked => asked.Query.Contains("watch=true", StringComparison.Ordinal)) < times)
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, _ended.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _ended.CancelAsync();
            if (_next is not null) await Assert.ThrowsAnyAsync<Exception>(() => _next);
            await _events.DisposeAsync();
            _cluster.Dispose();
            _folder.Dispose();
            _ended.Dispose();
        }
    }
}
