using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>A cluster of 20,000 pods, watched by a server in bounded memory.</summary>
public sealed class LargeFleetTests
{
    private const int Pods = 20_000;
    private const int Deployments = 400;
    // All pods are some 100 of JSON, of which nothing is to stay.
    private const int MostMegabytes = 40;

    [Fact]
    public async Task Twenty_thousand_pods_are_counted_and_take_little_memory()
    {
        await using var scene = await FleetScene.CreateAsync();
        for (var i = 0; i < 100; i++) scene.Cluster.Put("nodes", FleetScene.Node(i % 2 == 0 ? "amd64" : "arm64", $"n{i}"));
        var padding = new string('x', 5000);
        var isListed = false;
        scene.Cluster.On("/api/v1/pods", context =>
        {
            if (context.Request.Query["watch"] == "true") return scene.Cluster.AnswerAsItIsAsync(context);
            isListed |= !context.Request.Query.ContainsKey("continue");
            return ListAsync(context, padding);
        }, times: 1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await scene.BeginAsync(options => options with { AskEvery = TimeSpan.FromSeconds(1), PageLifetime = TimeSpan.FromSeconds(2), KnownFor = TimeSpan.FromHours(1) });

        var fleet = await scene.UntilAsync(now => now.GetProperty("workloads").GetArrayLength() == Deployments
            && now.GetProperty("workloads").EnumerateArray().Sum(one => one.GetProperty("pods").EnumerateObject().Sum(pods => pods.Value.GetInt32())) == Pods);

        Assert.True(isListed);
        Assert.Equal(Deployments, fleet.GetProperty("images").GetArrayLength());
        var held = (GC.GetTotalMemory(forceFullCollection: true) - before) / (1024 * 1024);
        TestContext.Current.SendDiagnosticMessage($"{held} MiB are held");
        Assert.InRange(held, -100, MostMegabytes);
    }

    private static async Task ListAsync(HttpContext context, string padding)
    {
        var limit = int.Parse(context.Request.Query["limit"]!, CultureInfo.InvariantCulture);
        var start = context.Request.Query["continue"].ToString() is { Length: > 0 } next ? int.Parse(next, CultureInfo.InvariantCulture) : 0;
        var end = Math.Min(Pods, start + limit);
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture, $$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1000"{{(end < Pods ? $",\"continue\":\"{end}\"" : "")}}},"items":[""");
        for (var i = start; i < end; i++)
        {
            if (i > start) page.Append(',');
            // Names that no registry has: none of them is asked for.
            var pod = FleetScene.Pod($"p{i}", $"app-{i % Deployments} none", $"n{i % 100}", owner: ("StatefulSet", $"d{i % Deployments}"));
            pod["metadata"]!["annotations"] = new System.Text.Json.Nodes.JsonObject { ["notes"] = padding };
            page.Append(pod.ToJsonString());
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(page.Append("]}\n").ToString(), context.RequestAborted);
    }
}
