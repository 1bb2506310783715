using System.Text.RegularExpressions;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>The page that a team passes around, as a browser shows it.</summary>
public sealed class HtmlReportTests
{
    [Fact]
    public async Task The_example_fleet_reads_well()
    {
        var page = await PageAsync("examples/shop");

        // Style and script are files of their own.
        Golden.Equal("Report.html", page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("<script>", StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task A_page_asks_nobody_for_anything()
    {
        var page = await PageAsync("examples/shop");

        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("""(src|href|action)=["']?(?!["']?#)""", Regex.Replace(page, "(?s)<script>.*</script>", ""));
    }

    [Fact]
    public async Task A_link_to_a_view_shows_the_images_that_fit_in_its_order()
    {
        using TempFolder folder = new();
        folder.With("report.html", await PageAsync("examples/shop"));

        var shown = await ShowAsync(folder, $"file://{folder.Path}/report.html#status=blocked,broken&q=k8s&sort=-image");

        string[] rows = [.. Regex.Matches(shown, "(?s)<tr data-status=\"(\\w+)\" data-rank=\"\\d\">.*?<code>([^<]+)</code>").Select(row => $"{row.Groups[1]} {row.Groups[2]}")];
        Assert.Equal(
            [
                "blocked quay.io/coreos/kube-state-metrics:v1.9.7", "blocked k8s.gcr.io/metrics-server-amd64:v0.3.6", "blocked k8s.gcr.io/external-dns/external-dns:v0.7.4",
                "blocked docker.io/istio/proxyv2:1.14.6", "blocked docker.io/istio/pilot:1.14.6", "broken docker.io/envoyproxy/envoy:v1.23.0",
            ],
            rows);
        Assert.Contains("6 of 35 images", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_a_view_shows_every_image_worst_first()
    {
        using TempFolder folder = new();
        folder.With("report.html", await PageAsync("examples/shop"));

        var shown = await ShowAsync(folder, $"file://{folder.Path}/report.html");

        var ranks = Regex.Matches(shown, "<tr data-status=\"\\w+\" data-rank=\"(\\d)\"( hidden=\"\")?>");
        Assert.Equal(35, ranks.Count(row => !row.Groups[2].Success));
        Assert.Equal(ranks.Select(row => row.Groups[1].Value).Order(), ranks.Select(row => row.Groups[1].Value));
    }

    [Fact]
    public async Task What_looks_like_markup_in_a_source_is_shown_and_runs_nothing()
    {
        using TempFolder folder = new();
        folder.With("<img src=x onerror=document.title=1>.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: "</title><script>document.title='taken'</script>"}
            spec:
              containers:
              - {name: "\"><svg onload=document.title=2>", image: "<script>document.title='taken'</script>"}
              - {name: b, image: traefik:v2.11.8}
            """);
        folder.With("report.html", await PageAsync(folder.Path));

        var shown = await ShowAsync(folder, $"file://{folder.Path}/report.html");

        Assert.Contains("<title>No image is known to fail on linux/arm64", shown, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;document.title='taken'&lt;/script&gt;", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", shown, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(shown, "<script"));
    }

    [Fact]
    public async Task Agents_of_every_node_and_bases_stand_before_what_is_used_more()
    {
        using TempFolder folder = new();
        folder.With("Dockerfile", "FROM grafana/grafana:5.4.1\n");
        folder.With("agent.yaml", Workload("DaemonSet", "agent", "hashicorp/packer:1.7.8"));
        folder.With("a.yaml", Workload("Deployment", "a", "istio/pilot:1.14.6"));
        folder.With("b.yaml", Workload("Deployment", "b", "istio/pilot:1.14.6"));

        var page = await PageAsync(folder.Path);

        Assert.Equal(["docker.io/hashicorp/packer:1.7.8", "docker.io/grafana/grafana:5.4.1", "docker.io/istio/pilot:1.14.6"],
            Regex.Matches(page, "(?s)<li><p><span class=\"status \\w+\">\\w+</span> <code>([^<]+)</code>").Select(match => match.Groups[1].Value));
        Assert.Contains("1 DaemonSet: on every node", page, StringComparison.Ordinal);
        Assert.Contains("base in 1 Dockerfile", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_with_a_near_tag_does_not_run_as_it_stands()
    {
        var page = await SavedScan.ConvertAsync(SavedScan.Large(40), "html");

        // Broken, blocked, missing and update are 5 of 40 each.
        Assert.Contains("<h1>20 images do not run on linux/arm64, 5 of them do at another tag or digest;", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"status update\">", page[page.IndexOf("What stands in the way most", StringComparison.Ordinal)..page.IndexOf("</ol>", StringComparison.Ordinal)],
            StringComparison.Ordinal);
    }

    private static string Workload(string kind, string name, string image) => $$"""
        apiVersion: apps/v1
        kind: {{kind}}
        metadata: {name: {{name}}}
        spec:
          template:
            spec:
              containers: [{name: {{name}}, image: "{{image}}"}]
        """;

    private static async Task<string> PageAsync(string target)
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };
        return (await archway.RunAsync("scan", target, "--offline", "--format", "html")).Output;
    }

    // Root has no sandbox to give to a browser, and the page is ours.
    private static Task<string> ShowAsync(TempFolder folder, string address) => Installed.RunAsync("chromium", "chromium",
        "--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={Path.Combine(folder.Path, "browser")}", "--dump-dom", address);
}
