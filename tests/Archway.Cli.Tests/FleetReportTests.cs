using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Saved scans joined into one: <c>archway report</c>.</summary>
public sealed class FleetReportTests
{
    [Fact]
    public async Task Scans_of_a_cluster_and_a_repository_are_one_fleet()
    {
        using var folder = Scans.Folder(Scans.Two());

        var fleet = await JoinAsync(folder, ".");

        Assert.Equal([1, 1, 1, 1, 2], Counts(fleet.GetProperty("summary")));
        Assert.Equal(["prod", "web"], fleet.GetProperty("sources").EnumerateArray().Select(source => source.GetProperty("name").GetString()));
        Assert.Equal("2026-11-02T00:00:00+00:00", fleet.GetProperty("at").GetString());
        Assert.Equal(["agent:1 blocked", "blocked:1 blocked", "unknown:1 unknown", "update:1 change", "ready:1 ready", "verified:1 verified"],
            fleet.GetProperty("images").EnumerateArray().Select(image => $"{image.GetProperty("name").GetString()} {image.GetProperty("standing").GetString()}"));
        Assert.Equal(["monitoring/DaemonSet/agent blocked", "shop/Deployment/shop blocked", "payments/StatefulSet/ledger unknown", "/Deployment/cart ready", "/Deployment/mail verified", "/Deployment/old change"],
            fleet.GetProperty("workloads").EnumerateArray().Select(one => $"{(one.TryGetProperty("namespace", out var space) ? space.GetString() : "")}/{one.GetProperty("kind").GetString()}/{one.GetProperty("name").GetString()} {one.GetProperty("standing").GetString()}"));
    }

    [Fact]
    public async Task Earlier_scans_of_the_same_are_its_trend_and_count_no_longer()
    {
        using var folder = Scans.Folder(
            ("prod/2026-11-01.json", Scans.Cluster("agent:1", "blocked:1", "unknown:1", "ready:1")),
            ("prod/2026-11-15.json", Scans.Cluster("ready:1", "verified:1", "unknown:1", "ready:1")),
            ("shop-20261108T0930Z.json", Scans.Of(["."], ("a.yaml", "Deployment/a", null, "blocked:1"))));

        var fleet = await JoinAsync(folder, folder.Path);

        Assert.Equal(["prod 2", "shop 1"], fleet.GetProperty("sources").EnumerateArray().Select(source => $"{source.GetProperty("name").GetString()} {source.GetProperty("scans").GetInt32()}"));
        Assert.Equal(["2026-11-01T00:00:00+00:00 0,0,0,1,2", "2026-11-08T09:30:00+00:00 0,0,0,1,3", "2026-11-15T00:00:00+00:00 1,1,0,1,1"],
            fleet.GetProperty("trend").EnumerateArray().Select(point => $"{point.GetProperty("at").GetString()} {string.Join(',', Counts(point.GetProperty("counts")))}"));
        // What no longer runs anywhere is gone.
        Assert.DoesNotContain("agent:1", fleet.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Without_a_date_in_its_name_a_file_is_as_old_as_it_says()
    {
        using var folder = Scans.Folder(("shop.json", Scans.Of(["."], ("a.yaml", "Deployment/a", null, "ready:1"))));
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "shop.json"), new(2025, 5, 6, 7, 8, 9, DateTimeKind.Utc));

        var fleet = await JoinAsync(folder, "shop.json");

        Assert.Equal(("2025-05-06T07:08:09+00:00", "shop"), (fleet.GetProperty("at").GetString(), fleet.GetProperty("sources")[0].GetProperty("name").GetString()));
    }

    [Fact]
    public async Task What_one_source_knows_and_another_does_not_is_not_known_of_the_fleet()
    {
        var blocked = Scans.Of(["k8s:b"], ("k8s:b/x/Deployment/x", "Deployment/x/x", "x", "ready:1"));
        blocked = blocked with { Images = [blocked.Images[0] with { Status = Judging.ImageStatus.Unknown, Because = "401", Targets = [blocked.Images[0].Targets[0] with { Status = Judging.ImageStatus.Unknown }] }] };
        using var folder = Scans.Folder(("a-2026-11-01.json", Scans.Of(["k8s:a"], ("k8s:a/x/Deployment/x", "Deployment/x/x", "x", "ready:1"))), ("b-2026-11-01.json", blocked));

        var fleet = await JoinAsync(folder, ".");

        var image = fleet.GetProperty("images")[0];
        Assert.Equal(("unknown", "a: ready, so it is with ready"), (image.GetProperty("status").GetString(), image.GetProperty("opinions")[0].GetString()));
        Assert.Equal([0, 0, 0, 2, 0], Counts(fleet.GetProperty("summary")));
    }

    [Fact]
    public async Task Of_a_folder_what_is_no_scan_is_told_and_the_rest_is_joined()
    {
        using var folder = Scans.Folder(Scans.Two());
        folder.With("package.json", "{\"name\": \"web\"}").With("half-2026-11-01.json", Scans.Text(Scans.Two()[0].Scan)[..500]).With("notes.txt", "no JSON").With(".hidden/x.json", "{}");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("report", ".");

        Assert.Equal(0, ran.ExitCode);
        Assert.Equal("archway: cannot read ./half-2026-11-01.json as a saved scan: it is not JSON (line 29)\narchway: cannot read ./package.json as a saved scan: it has no schemaVersion\n", ran.Error);
        Assert.Contains("it has no schemaVersion</p>", ran.Output, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "cannot read shop.json as a saved scan: it has no schemaVersion")]
    [InlineData("[1", "cannot read shop.json as a saved scan: it is not JSON (line 1)")]
    [InlineData("", "cannot read shop.json as a saved scan: it is not JSON (line 1)")]
    [InlineData("{\"schemaVersion\":\"9\"}", "cannot read shop.json as a saved scan: its schemaVersion is '9', and this version reads '1'")]
    public async Task A_file_that_is_named_and_is_no_scan_leaves_no_page(string text, string told)
    {
        using var folder = Scans.Folder(Scans.Two()).With("shop.json", text);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("report", "prod-2026-11-01.json", "shop.json", "-o", "html=fleet.html");

        Assert.Equal((2, "", $"archway: {told}\n"), (ran.ExitCode, ran.Output, ran.Error));
        Assert.False(File.Exists(Path.Combine(folder.Path, "fleet.html")));
    }

    [Fact]
    public async Task What_cannot_be_joined_is_told_with_what_to_do()
    {
        var amd = Scans.Two()[1].Scan with { Target = ["linux/amd64"] };
        using var folder = Scans.Folder([.. Scans.Two(), ("other/amd-2026-11-03.json", amd), ("same/a/2026-11-01.json", amd), ("same/a-2026-11-01.json", amd)]).With("empty/x.txt", "");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        Assert.Equal("archway: cannot join other/amd-2026-11-03.json, which asks about linux/amd64, with prod-2026-11-01.json, which asks about linux/arm64; join scans of the same --platform\n",
            (await archway.RunAsync("report", "prod-2026-11-01.json", "other/amd-2026-11-03.json")).Error);
        Assert.Equal("archway: cannot join same/a/2026-11-01.json: another scan of a is of the same time; a date in the file's name, as in a-2026-11-23.json, tells them apart\n",
            (await archway.RunAsync("report", "same", "--format", "table")).Error);
        Assert.Equal((2, "archway: there is no saved scan in empty; write one with archway scan --format json\n"), await FailAsync("empty"));
        Assert.Equal((2, "archway: cannot read nowhere.json: there is no such file\n"), await FailAsync("nowhere.json"));
        Assert.Equal(2, (await archway.RunAsync("report")).ExitCode);
        Assert.Contains("the formats are html, json, markdown, table", (await archway.RunAsync("report", "same", "-o", "sarif=x")).Error, StringComparison.Ordinal);

        async Task<(int, string)> FailAsync(string file)
        {
            var ran = await archway.RunAsync("report", file);
            return (ran.ExitCode, ran.Error);
        }
    }

    [Fact]
    public async Task It_reads_well_on_a_terminal_and_in_a_wiki()
    {
        using var folder = Scans.Folder([.. Scans.Two(), ("prod-2026-10-01.json", Scans.Cluster("agent:1", "blocked:1", "blocked:1", "blocked:1"))]);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        Golden.Equal("Report.fleet.table", (await archway.RunAsync("report", ".", "--format", "table")).ToString());
        Golden.Equal("Report.fleet.markdown", (await archway.RunAsync("report", ".", "--format", "markdown")).ToString());
    }

    [Fact]
    public async Task The_same_scans_make_the_same_page()
    {
        using var folder = Scans.Folder(Scans.Two());
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        Assert.Equal((await archway.RunAsync("report", ".")).Output, (await archway.RunAsync("report", "web-2026-11-02.json", "prod-2026-11-01.json")).Output);
    }

    private static async Task<JsonElement> JoinAsync(TempFolder folder, params string[] files)
    {
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var ran = await archway.RunAsync(["report", .. files, "--format", "json"]);
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        return ran.Json();
    }

    private static int[] Counts(JsonElement counts) =>
        [.. ((string[])["verified", "ready", "change", "unknown", "blocked"]).Select(name => counts.GetProperty(name).GetInt32())];
}
