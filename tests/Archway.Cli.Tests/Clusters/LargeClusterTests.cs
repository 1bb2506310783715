using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Archway.Testing.Clusters;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Archway.Cli.Tests.Clusters;

/// <summary>A cluster of 20,000 pods, read by the program as a process of its own.</summary>
public sealed class LargeClusterTests
{
    private const int Pods = 20_000;
    private const int Deployments = 400;
    // Of which the runtime takes some 70 itself; all pods are some 170 of JSON.
    private const int MostMegabytes = 250;

    [Fact]
    public async Task Twenty_thousand_pods_are_read_in_bounded_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells how much memory a process has held");
        await using var scene = await ClusterScene.StartAsync();
        for (var i = 0; i < Deployments; i++)
        {
            scene.Cluster.Put("deployments", ClusterScene.Workload($"d{i}", $"acme/app-{i}:1", uid: $"d{i}"));
            scene.Cluster.Put("replicasets", ClusterScene.Workload($"d{i}-1", $"acme/app-{i}:1", uid: $"r{i}", owner: ("Deployment", $"d{i}", $"d{i}")));
        }

        var template = Template();
        scene.Cluster.On("/api/v1/pods", context => AnswerAsync(context, template), times: int.MaxValue / (1 << 20));

        var (report, peak, bytes) = await ScanAsync(scene);

        Assert.Equal(Pods, report.GetProperty("looked").GetProperty("pods").GetInt32());
        Assert.Equal(Deployments, report.GetProperty("looked").GetProperty("images").GetInt32());
        Assert.Equal(Pods / 500, bytes);
        Assert.InRange(peak, 1, MostMegabytes * 1024);
        TestContext.Current.SendDiagnosticMessage($"the peak was {peak / 1024} MiB");
    }

    // A pod as a real API server tells it, of some 6 KB, with gaps for what makes it one of many.
    private static string Template()
    {
        var pod = Recordings.Items("pods-bound").First(item => item["metadata"]!["name"]!.GetValue<string>().StartsWith("agent-", StringComparison.Ordinal));
        pod["metadata"]!["name"] = "NAME";
        pod["metadata"]!["uid"] = "UID";
        pod["metadata"]!["annotations"] = new System.Text.Json.Nodes.JsonObject { ["notes"] = new string('x', 2000) };
        pod["metadata"]!["ownerReferences"]![0]!["uid"] = "OWNER";
        pod["metadata"]!["ownerReferences"]![0]!["kind"] = "ReplicaSet";
        pod["spec"]!["containers"]![0]!["image"] = "IMAGE";
        return pod.ToJsonString();
    }

    private static async Task AnswerAsync(HttpContext context, string template)
    {
        var limit = int.Parse(context.Request.Query["limit"]!, CultureInfo.InvariantCulture);
        var start = context.Request.Query["continue"].ToString() is { Length: > 0 } next ? int.Parse(next, CultureInfo.InvariantCulture) : 0;
        var end = Math.Min(Pods, start + limit);
        context.Response.ContentType = "application/json";
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture, $$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1","continue":"{{(end < Pods ? end.ToString(CultureInfo.InvariantCulture) : "")}}"},"items":[""");
        for (var i = start; i < end; i++)
        {
            if (i > start) page.Append(',');
            page.Append(template.Replace("NAME", $"pod-{i}", StringComparison.Ordinal).Replace("UID", $"uid-{i}", StringComparison.Ordinal)
                .Replace("OWNER", $"r{i % Deployments}", StringComparison.Ordinal).Replace("IMAGE", $"acme/app-{i % Deployments}:1", StringComparison.Ordinal));
        }

        await context.Response.WriteAsync(page.Append("]}").ToString());
    }

    private static async Task<(JsonElement Report, long PeakKilobytes, int Pages)> ScanAsync(ClusterScene scene)
    {
        ProcessStartInfo start = new("dotnet", [typeof(CommandLine).Assembly.Location, "scan", "k8s:", "--offline", "--no-cache", "--quiet", "--format", "json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = scene.KubeconfigFile;
        start.Environment["HOME"] = scene.Folder.Path;
        using var archway = Process.Start(start)!;
        var (output, error) = (archway.StandardOutput.ReadToEndAsync(), archway.StandardError.ReadToEndAsync());
        var peak = 0L;
        // The kernel keeps the highest mark, so the last look before the end is enough.
        while (!archway.HasExited)
        {
            peak = Math.Max(peak, PeakOf(archway.Id));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal("", await error);
        return (JsonDocument.Parse(await output).RootElement, peak, scene.Cluster.Log.Count(asked => asked.Path == "/api/v1/pods"));
    }

    private static long PeakOf(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Select(line => long.Parse(line["VmHWM:".Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture)).FirstOrDefault();
        }
        catch (IOException)
        {
            // It ended in between.
            return 0;
        }
    }
}
