using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Archway.Cli.Tests.Clusters;

/// <summary>Clusters that answer in pages, late, half, or not at all.</summary>
public sealed class ClusterTroubleTests
{
    private const string PodsOf = "/api/v1/pods";

    [Fact]
    public async Task Pages_are_followed_to_the_last()
    {
        await using var scene = await ClusterScene.StartAsync();
        for (var i = 0; i < 1203; i++) scene.Cluster.Put("pods", ClusterScene.Pod($"p{i:0000}", "acme/one:1"));

        var report = await scene.ScanJsonAsync();

        Assert.Equal(1203, report.GetProperty("looked").GetProperty("pods").GetInt32());
        Assert.Equal(3, scene.Cluster.Log.Count(asked => asked.Path == PodsOf));
        Assert.Equal(2, scene.Cluster.Log.Count(asked => asked.Path == PodsOf && asked.Query.Contains("continue=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_list_that_expires_between_pages_goes_on_and_nothing_is_told_twice(bool continues)
    {
        await using var scene = await ClusterScene.StartAsync();
        for (var i = 0; i < 700; i++) scene.Cluster.Put("pods", ClusterScene.Pod($"p{i:0000}", $"acme/one:{i}"));
        if (!continues) scene.Cluster.ExpireWithoutContinue("pods");
        // Between the first page and the second, the state of the first is forgotten.
        scene.Cluster.On(PodsOf, async context =>
        {
            scene.Cluster.On(PodsOf, later =>
            {
                scene.Cluster.Compact("pods");
                return scene.Cluster.AnswerAsItIsAsync(later);
            });
            await scene.Cluster.AnswerAsItIsAsync(context);
        });

        var report = await scene.ScanJsonAsync();

        Assert.Equal(700, ClusterScene.Places(report).Distinct().Count());
        Assert.Equal(700, report.GetProperty("looked").GetProperty("pods").GetInt32());
        Assert.Equal(0, report.GetProperty("looked").GetProperty("unparsed").GetInt32());
    }

    [Fact]
    public async Task What_may_not_be_read_is_said_and_the_rest_is_read()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Cluster.Put("deployments", ClusterScene.Workload("cart", "acme/cart:1"))
            .On("/api/v1/nodes", 403, "nodes is forbidden: User \"me\" cannot list resource \"nodes\" in API group \"\" at the cluster scope")
            .On("/apis/batch/v1/cronjobs", 404, "the server could not find the requested resource");

        var ran = await scene.ScanAsync("--format", "json", "--fail-on", "unknown");
        var report = ran.Json();

        Assert.Equal(1, ran.ExitCode);
        Assert.Equal(["Deployment/shop/cart main acme/cart:1"], ClusterScene.Places(report));
        Assert.Equal(
        [
            "k8s:test/nodes: cannot list nodes of test: HOST does not allow it (403 Forbidden): nodes is forbidden: User \"me\" cannot list resource \"nodes\" in API group \"\" "
                + "at the cluster scope; docs/clusters.md has the role that is needed",
            "k8s:test/cronjobs: cannot list cronjobs of test: HOST has none (404 Not Found): the server could not find the requested resource",
        ], Unread(scene, report));
    }

    [Fact]
    public async Task Who_may_see_only_the_namespace_of_the_context_is_told_of_that()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Configure(scene.Cluster.Kubeconfig($"{{token: {ClusterScene.Token}}}", context: ", namespace: bank"));
        scene.Cluster.Put("deployments", ClusterScene.Workload("cart", "acme/cart:1")).Put("deployments", ClusterScene.Workload("pay", "acme/pay:1", space: "bank"))
            .On("/api/v1/nodes", 403, "no").On("/apis/apps/v1/deployments", 403, "no");

        var report = await scene.ScanJsonAsync();

        Assert.Equal(["Deployment/bank/pay main acme/pay:1"], ClusterScene.Places(report));
        Assert.Contains(Unread(scene, report), problem => problem.EndsWith("only the namespace bank of the context is read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again_when_it_says_so()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Cluster.Put("pods", ClusterScene.Pod("one", "acme/one:1")).On("/api/v1/nodes", 429, "too many", times: 2, retryAfter: "1");

        var report = await scene.ScanJsonAsync();

        Assert.Equal(["Pod/shop/one main acme/one:1"], ClusterScene.Places(report));
        Assert.Equal(0, report.GetProperty("looked").GetProperty("unparsed").GetInt32());
    }

    [Fact]
    public async Task A_server_that_wants_to_be_left_alone_for_long_is_left_alone()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Cluster.Put("pods", ClusterScene.Pod("one", "acme/one:1")).On("/api/v1/nodes", 429, "too many", retryAfter: "3600");

        var report = await scene.ScanJsonAsync();

        Assert.Contains("wants to be left alone (429): too many", Unread(scene, report).Single(), StringComparison.Ordinal);
        Assert.Single(scene.Cluster.Log, asked => asked.Path == "/api/v1/nodes");
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_made_again_and_the_page_is_asked_for_again()
    {
        await using var scene = await ClusterScene.StartAsync();
        for (var i = 0; i < 20; i++) scene.Cluster.Put("pods", ClusterScene.Pod($"p{i}", $"acme/one:{i}"));
        scene.Cluster.On(PodsOf, async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"kind\":\"PodList\",\"items\":[");
            await context.Response.Body.FlushAsync();
            context.Abort();
        }, times: 2);

        var report = await scene.ScanJsonAsync();

        Assert.Equal(20, ClusterScene.Places(report).Length);
    }

    [Theory]
    [InlineData("<html>log in</html>", "answers something that is no JSON as an API server writes it")]
    [InlineData("{\"kind\":\"PodList\"}", "answers something that is no list of them")]
    [InlineData("[]", "answers something that is no JSON as an API server writes it")]
    public async Task What_is_no_answer_of_an_API_server_is_said(string body, string message)
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Cluster.Put("deployments", ClusterScene.Workload("cart", "acme/cart:1")).On(PodsOf, context => context.Response.WriteAsync(body));

        Assert.Contains(message, Unread(scene, await scene.ScanJsonAsync()).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_objects_hide_none_of_those_before_them()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Cluster.On(PodsOf, context => context.Response.WriteAsync(
            "{\"kind\":\"PodList\",\"items\":[1,\"x\",[],{},{\"metadata\":7,\"spec\":[]},{\"metadata\":{\"name\":\"one\",\"namespace\":\"shop\",\"annotations\":3,\"ownerReferences\":[4]},"
            + "\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"acme/one:1\"},5]}},{\"metadata\":{\"uid\":\"\\ud800\",\"name\":\"\\ud800\"},\"spec\":{\"\\ud800\":1}}]}"));

        var report = await scene.ScanJsonAsync();

        Assert.Equal(["Pod/shop/one main acme/one:1"], ClusterScene.Places(report));
        Assert.Contains("one of them holds text that is not Unicode", Unread(scene, report).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_never_ends_is_given_up_and_asked_for_in_smaller_pieces()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Cluster.Put("deployments", ClusterScene.Workload("cart", "acme/cart:1")).On(PodsOf, async context =>
        {
            var blank = new byte[1 << 20];
            Array.Fill(blank, (byte)' ');
            for (var i = 0; i < 40; i++) await context.Response.Body.WriteAsync(blank);
        }, times: 5);

        var report = await scene.ScanJsonAsync();

        Assert.Contains("answers with more than 33554432 bytes at once", Unread(scene, report).Single(), StringComparison.Ordinal);
        Assert.Equal(["?limit=500", "?limit=62", "?limit=7", "?limit=1"], scene.Cluster.Log.Where(asked => asked.Path == PodsOf).Select(asked => asked.Query));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Cluster.On("/", context =>
        {
            context.Response.Redirect("https://login.example/");
            return Task.CompletedTask;
        }, times: 20);

        var ran = await scene.ScanAsync();

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("sends elsewhere (302), as a page to log in does", ran.Error, StringComparison.Ordinal);
    }

    private static string[] Unread(ClusterScene scene, JsonElement report) => [.. report.GetProperty("unparsed").EnumerateArray()
        .Select(file => $"{file.GetProperty("file")}: {file.GetProperty("problem")}".Replace(new Uri(scene.Cluster.Address).Authority, "HOST", StringComparison.Ordinal))];
}
