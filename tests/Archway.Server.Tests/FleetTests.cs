using System.Net;
using Archway.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;
using ApiServer = Archway.Testing.Clusters.TestCluster;

namespace Archway.Server.Tests;

/// <summary>What runs in a cluster, watched and shown.</summary>
public sealed class FleetTests
{
    [Fact]
    public async Task Pods_are_told_by_what_makes_them_with_how_their_images_stand_and_where_they_run()
    {
        await using var scene = await FleetScene.StartAsync();
        var (both, one) = (scene.Registry.Put("team/both", "1", Images.Index("linux/amd64", "linux/arm64")), scene.Registry.Put("team/one", "1", Images.Index("linux/amd64")));
        scene.Cluster.Put("replicasets", FleetScene.Made("ReplicaSet", "cart-1", "Deployment", "cart")).Put("jobs", FleetScene.Made("Job", "report-1", "CronJob", "report"))
            .Put("pods", FleetScene.Pod("cart-1-a", both, owner: ("ReplicaSet", "cart-1"), team: "checkout"))
            .Put("pods", FleetScene.Pod("cart-1-b", both, "arm64", owner: ("ReplicaSet", "cart-1"), team: "checkout"))
            .Put("pods", FleetScene.Pod("report-1-a", one, owner: ("Job", "report-1")))
            .Put("pods", FleetScene.Pod("alone", $"{scene.Registry.Host}/team/none:1", node: null, space: "tools"))
            .Put("pods", FleetScene.Pod("done", one, space: "tools", phase: "Succeeded"));

        var fleet = await scene.UntilAsync(now => FleetScene.Workloads(now).Length == 3 && !FleetScene.Notes(now).Contains("being asked", StringComparison.Ordinal)
            && now.GetProperty("images").EnumerateArray().All(image => image.GetProperty("because").GetString() != "its registry was not asked yet"));

        Assert.Equal(["shop/Deployment/cart ready amd64:1,arm64:1", "shop/CronJob/report blocked amd64:1", "tools/Pod/alone unknown no node yet:1"], FleetScene.Workloads(fleet));
        Assert.Equal("checkout", fleet.GetProperty("workloads")[0].GetProperty("owners")[0].GetString());
        var page = await scene.GetAsync("/");
        Assert.Contains("<h1>33 % of what runs is ready for arm64</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Pods are watched since", page, StringComparison.Ordinal);
        Assert.Equal("""{"verified":0,"ready":1,"change":0,"unknown":1,"blocked":1}""", await scene.GetAsync("/api/summary"));
    }

    [Fact]
    public async Task What_comes_and_goes_is_shown_as_it_does()
    {
        await using var scene = await FleetScene.StartAsync();
        var both = scene.Registry.Put("team/both", "1", Images.Index("linux/arm64"));
        scene.Cluster.Put("pods", FleetScene.Pod("a", both));
        await scene.UntilWorkloadsAsync("shop/Pod/a ready amd64:1");

        scene.Cluster.Put("pods", FleetScene.Pod("b", both, "arm64"));
        await scene.UntilWorkloadsAsync("shop/Pod/a ready amd64:1", "shop/Pod/b ready arm64:1");
        scene.Cluster.Put("pods", FleetScene.Pod("a", both, phase: "Failed"));
        await scene.UntilWorkloadsAsync("shop/Pod/b ready arm64:1");
        scene.Cluster.Delete("pods", "shop", "b");
        await scene.UntilWorkloadsAsync();
    }

    [Fact]
    public async Task What_went_unseen_behind_a_410_is_gone_once_all_was_told_again()
    {
        await using var scene = await FleetScene.StartAsync();
        var both = scene.Registry.Put("team/both", "1", Images.Index("linux/arm64"));
        scene.Cluster.Put("pods", FleetScene.Pod("a", both)).Put("pods", FleetScene.Pod("b", both));
        await scene.UntilWorkloadsAsync("shop/Pod/a ready amd64:1", "shop/Pod/b ready amd64:1");
        await Until(() => scene.Cluster.Watches("pods") == 1);

        // The stream is cut, a pod goes meanwhile, and what was before is forgotten.
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Cluster.On("/api/v1/pods", async context =>
        {
            await open.Task;
            context.Abort();
        });
        scene.Cluster.EndWatches("pods");
        scene.Cluster.Delete("pods", "shop", "a");
        scene.Cluster.Compact("pods");
        open.SetResult();

        await scene.UntilWorkloadsAsync("shop/Pod/b ready amd64:1");
    }

    [Fact]
    public async Task A_bookmark_is_where_a_stream_that_ended_is_gone_on_with()
    {
        await using var scene = await FleetScene.StartAsync();
        var both = scene.Registry.Put("team/both", "1", Images.Index("linux/arm64"));
        scene.Cluster.Put("pods", FleetScene.Pod("a", both));
        await scene.UntilWorkloadsAsync("shop/Pod/a ready amd64:1");
        await Until(() => scene.Cluster.Watches("pods") == 1);

        scene.Cluster.Bookmark("pods");
        scene.Cluster.Put("pods", FleetScene.Pod("b", both));
        await scene.UntilWorkloadsAsync("shop/Pod/a ready amd64:1", "shop/Pod/b ready amd64:1");
        scene.Cluster.EndWatches("pods");
        await Until(() => scene.Cluster.Watches("pods") == 1);
        scene.Cluster.Put("pods", FleetScene.Pod("c", both));

        await scene.UntilWorkloadsAsync("shop/Pod/a ready amd64:1", "shop/Pod/b ready amd64:1", "shop/Pod/c ready amd64:1");
        Assert.Single(scene.Cluster.Log, asked => asked.Path == "/api/v1/pods" && !asked.Query.Contains("watch=true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(403, "pods is forbidden: User \\u0022x\\u0022 cannot list", "does not allow it (403 Forbidden)")]
    [InlineData(401, "Unauthorized", "does not know")]
    [InlineData(429, "too many", "wants to be left alone (429)")]
    [InlineData(500, "etcd", "answered 500")]
    public async Task What_the_cluster_refuses_is_told_on_the_page_and_tried_again(int status, string message, string told)
    {
        await using var scene = await FleetScene.CreateAsync();
        scene.Cluster.Put("nodes", FleetScene.Node("amd64")).Put("pods", FleetScene.Pod("a", scene.Registry.Put("team/both", "1", Images.Index("linux/arm64"))));
        var refuses = true;
        scene.Cluster.On("/api/v1/pods", context =>
        {
            if (!refuses) return scene.Cluster.AnswerAsItIsAsync(context);
            context.Response.Headers.RetryAfter = "3600";
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(ApiServer.Status(status, message).ToJsonString(), context.RequestAborted);
        }, times: 10_000);
        await scene.BeginAsync();

        var refused = await scene.UntilAsync(fleet => FleetScene.Notes(fleet).Contains(told, StringComparison.Ordinal));
        Assert.Contains("No pod was read yet.\nNot read: cannot list pods of test: ", FleetScene.Notes(refused), StringComparison.Ordinal);
        Assert.Contains("Nothing that runs is known yet", await scene.GetAsync("/"), StringComparison.Ordinal);
        refuses = false;

        var fleet = await scene.UntilWorkloadsAsync("shop/Pod/a ready amd64:1");
        Assert.DoesNotContain("Not read", FleetScene.Notes(fleet), StringComparison.Ordinal);
        // Said once, however often it was tried.
        Assert.Single(scene.Log, line => line.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connections_that_are_cut_lose_nothing_and_what_was_known_stays_shown()
    {
        await using var scene = await FleetScene.StartAsync();
        var both = scene.Registry.Put("team/both", "1", Images.Index("linux/arm64"));
        scene.Cluster.Put("pods", FleetScene.Pod("a", both));
        await scene.UntilWorkloadsAsync("shop/Pod/a ready amd64:1");
        await Until(() => scene.Cluster.Watches("pods") == 1);

        var isCut = true;
        scene.Cluster.On("/api/v1/pods", context =>
        {
            if (isCut) context.Abort();
            return isCut ? Task.CompletedTask : scene.Cluster.AnswerAsItIsAsync(context);
        }, times: 10_000);
        scene.Cluster.EndWatches("pods");
        scene.Cluster.Put("pods", FleetScene.Pod("b", both));
        var cut = await scene.UntilAsync(fleet => FleetScene.Notes(fleet).Contains("Not up to date since", StringComparison.Ordinal));
        Assert.Equal(["shop/Pod/a ready amd64:1"], FleetScene.Workloads(cut));
        isCut = false;

        await scene.UntilWorkloadsAsync("shop/Pod/a ready amd64:1", "shop/Pod/b ready amd64:1");
    }

    [Fact]
    public async Task Who_may_not_see_nodes_and_replica_sets_sees_the_pods_all_the_same()
    {
        await using var scene = await FleetScene.CreateAsync();
        scene.Cluster.Put("pods", FleetScene.Pod("cart-1-a", scene.Registry.Put("team/both", "1", Images.Index("linux/arm64")), owner: ("ReplicaSet", "cart-1")))
            .On("/api/v1/nodes", 403, "nodes is forbidden", times: 1);
        await scene.BeginAsync(options => options with { FirstPause = TimeSpan.FromHours(1), LongestPause = TimeSpan.FromHours(1) });

        var fleet = await scene.UntilWorkloadsAsync("shop/ReplicaSet/cart-1 ready unknown:1");

        Assert.Contains("cannot list nodes of test", FleetScene.Notes(fleet), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_asked_for_once_however_many_pods_run_it()
    {
        await using var scene = await FleetScene.StartAsync();
        var both = scene.Registry.Put("team/both", "1", Images.Index("linux/arm64"));
        for (var i = 0; i < 50; i++) scene.Cluster.Put("pods", FleetScene.Pod($"p{i}", both, owner: ("ReplicaSet", $"r{i % 5}")));

        await scene.UntilAsync(fleet => FleetScene.Workloads(fleet) is { Length: 5 } all && all.All(one => one.Contains(" ready amd64:10", StringComparison.Ordinal)));

        Assert.Single(scene.Registry.Log, asked => asked.Path.EndsWith("/manifests/1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_read_only_under_its_own_names_and_holds_browsers_to_it()
    {
        await using var scene = await FleetScene.StartAsync();

        using var page = await scene.SendAsync(HttpMethod.Get, "/");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(("nosniff", "DENY", "no-store"), (page.Headers.GetValues("X-Content-Type-Options").Single(), page.Headers.GetValues("X-Frame-Options").Single(), page.Headers.CacheControl!.ToString()));

        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options])
        {
            using var refused = await scene.SendAsync(method, "/api/fleet");
            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        }

        foreach (var (host, status) in new[] { ("evil.example", 421), ("localhost", 200), ("127.0.0.1:9", 200), ("[::1]:9", 200), ("archway-fleet", 200), ("archway-fleet.archway.svc", 200), ("svc", 200), ("evil.svc.example", 421) })
        {
            using var answer = await scene.SendAsync(HttpMethod.Get, "/api/summary", host);
            Assert.True((int)answer.StatusCode == status, $"{host}: {answer.StatusCode}");
        }

        using var nothing = await scene.SendAsync(HttpMethod.Get, "/admit");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Fact]
    public async Task Hostile_names_run_nothing_in_a_browser_and_the_page_asks_for_nothing_but_itself()
    {
        await using var scene = await FleetScene.StartAsync();
        scene.Cluster.Put("pods", FleetScene.Pod("</script><script>document.title='taken'</script>", "\"><img src=x onerror=document.title='taken'>", space: "<svg onload=alert(1)>", team: "\u202e'\"><b>"));
        await scene.UntilAsync(fleet => fleet.GetProperty("workloads").GetArrayLength() == 1);
        await using var browser = await Browser.StartAsync();

        await browser.GoAsync(scene.Address.ToString());
        await browser.EvaluateAsync("document.querySelector('.drill').click()");

        Assert.Equal("Nobody can tell yet how much of what runs is ready for arm64", await browser.EvaluateAsync("document.title"));
        Assert.Contains("</script><script>", await browser.EvaluateAsync("document.querySelector('tr.detail').textContent"), StringComparison.Ordinal);
        Assert.Equal("0", await browser.EvaluateAsync("document.querySelectorAll('img, b:not(.tile b, li b)').length"));
        Assert.Equal([scene.Address.ToString()], browser.Asked.Where(address => !address.EndsWith("/favicon.ico", StringComparison.Ordinal)));
        Assert.DoesNotContain(browser.Complaints, complaint => !complaint.Contains("favicon", StringComparison.Ordinal) && !complaint.Contains("404", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_shown_where_the_command_line_says_and_nowhere_without(bool isWanted)
    {
        await using var cluster = await ApiServer.StartAsync();
        cluster.Put("nodes", FleetScene.Node("arm64")).Put("pods", FleetScene.Pod("a", "no name"));
        using TempFolder folder = new TempFolder().With("config", cluster.Kubeconfig("{}"));
        using TestAuthority authority = new();
        Webhook.WriteCertificate(folder, authority);
        using CancellationTokenSource stop = new();
        using StringWriter error = new();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = CommandLine.RunAsync(
            ["serve", "--listen", "127.0.0.1:0", "--listen-plain", "127.0.0.1:0", "--drain", "0", "--certificate", Path.Combine(folder.Path, "tls.crt"), "--key", Path.Combine(folder.Path, "tls.key"),
                .. isWanted ? new[] { "--fleet", "127.0.0.1:0", "--history", Path.Combine(folder.Path, "fleet.db") } : []],
            new()
            {
                Output = TextWriter.Null,
                Error = TextWriter.Synchronized(error),
                Started = _ => started.SetResult(),
                Variable = name => name == "KUBECONFIG" ? Path.Combine(folder.Path, "config") : null,
            }, stop.Token);
        await started.Task;

        if (isWanted)
        {
            using HttpClient client = new();
            var address = error.ToString().Split("the fleet is shown at ")[1].Split('\n')[0].Trim();
            Assert.Contains("arm64", await client.GetStringAsync(new Uri(address), Webhook.Stop), StringComparison.Ordinal);
        }

        await stop.CancelAsync();
        Assert.Equal(0, await running);
        Assert.Equal((isWanted, isWanted), (File.Exists(Path.Combine(folder.Path, "fleet.db")), cluster.Log.Count > 0));
    }

    internal static async Task Until(Func<bool> isSo)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !isSo();)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "it never became so");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Webhook.Stop);
        }
    }
}
