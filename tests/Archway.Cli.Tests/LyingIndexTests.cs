using System.Text.Json;
using System.Text.RegularExpressions;
using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Indexes that lie, in a real docker-registry: what is told of them without reading a layer.</summary>
public sealed partial class LyingIndexTests(LyingIndexTests.Fleet fleet) : IClassFixture<LyingIndexTests.Fleet>
{
    private const long Large = 30_000_000;
    private static readonly LayeredImage Amd64 = new("linux/amd64", ("x86 base", Large), ("x86 redis", Large));
    private static readonly LayeredImage Arm64 = new("linux/arm64", ("arm base", Large), ("arm redis", Large));
    private static readonly LayeredImage Lie = Amd64 with { Platform = "linux/arm64", Says = "linux/arm64" };

    [Theory]
    [InlineData("sound", "ready", null)]
    [InlineData("lying", "suspect", "I107")]
    [InlineData("lying-config", "suspect", "I107")]
    [InlineData("same-base", "ready", "I108")]
    [InlineData("mismatch", "ready", "I109")]
    [InlineData("duplicate", "ready", "I110")]
    [InlineData("small", "ready", "I111")]
    [InlineData("old", "ready", "I111")]
    [InlineData("old-and-small", "ready", "I111")]
    [InlineData("data", "ready", null)]
    [InlineData("single", "ready", null)]
    public async Task Each_has_its_status_and_its_finding_at_the_line_that_names_it(string name, string status, string? rule)
    {
        var scan = await fleet.ScanAsync();

        var image = scan.GetProperty("images").EnumerateArray().Single(image => image.GetProperty("image").GetString() == fleet.Reference(name));
        var line = Array.IndexOf([.. Fleet.Shapes.Keys], name) + 1;
        var findings = scan.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("line").GetInt32() == line).ToArray();
        Assert.Equal(status, image.GetProperty("status").GetString());
        Assert.Equal(rule is null ? [] : [rule], findings.Select(finding => finding.GetProperty("rule").GetString()));
        Assert.All(findings, finding => Assert.Contains($"/shapes/{name}:latest", finding.GetProperty("message").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("table")]
    [InlineData("markdown")]
    [InlineData("github")]
    [InlineData("csv")]
    [InlineData("junit")]
    public async Task Every_report_tells_them(string format)
    {
        using ArchwayProgram archway = new() { Input = fleet.List };

        var ran = await archway.RunAsync("scan", "-", "--format", format);

        Golden.Equal($"LyingIndex.{format}", ran.Output.Replace(fleet.Host, "registry.test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SARIF_and_GitLab_tell_each_rule()
    {
        using ArchwayProgram archway = new() { Input = fleet.List };

        var sarif = (await archway.RunAsync("scan", "-", "--format", "sarif")).Json().GetProperty("runs")[0];
        var gitlab = (await archway.RunAsync("scan", "-", "--format", "gitlab")).Json();

        string[] rules = ["I107", "I108", "I109", "I110", "I111"];
        Assert.Equal(rules,
            sarif.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()));
        Assert.Equal(rules, gitlab.EnumerateArray().Select(one => one.GetProperty("check_name").GetString()).Distinct().Order());
    }

    [Fact]
    public async Task An_image_in_depth_tells_them_of_each_platform_asked_about()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("image", fleet.Reference("lying-config"), fleet.Reference("duplicate"), fleet.Reference("old-and-small"),
            "--platform", "linux/arm64", "--platform", "linux/amd64");

        Golden.Equal("LyingIndex.image", Times().Replace(ran.ToString().Replace(fleet.Host, "registry.test", StringComparison.Ordinal), "at TIME"));
    }

    [Fact]
    public async Task What_stands_behind_an_index_is_kept_so_that_a_second_scan_asks_one_HEAD_a_tag()
    {
        await using var registry = await TestRegistry.StartAsync();
        using ArchwayProgram archway = new() { Input = string.Join('\n', Fleet.Shapes.Select(shape => registry.Put(shape.Key, "1", shape.Value))) };
        var first = await archway.RunAsync("scan", "-", "--format", "json");
        var before = registry.Log.Count;

        var second = await archway.RunAsync("scan", "-", "--format", "json");

        Assert.All(registry.Log.Skip(before), request => Assert.Equal("HEAD", request.Method));
        Assert.Equal(Fleet.Shapes.Count, registry.Log.Count - before);
        Assert.Equal(first.Json().GetProperty("findings").GetRawText(), second.Json().GetProperty("findings").GetRawText());
    }

    [Fact]
    public async Task Offline_the_cache_tells_the_same()
    {
        await using var registry = await TestRegistry.StartAsync();
        using ArchwayProgram archway = new() { Input = registry.Put("lying", "1", Fleet.Shapes["lying"]) };
        await archway.RunAsync("scan", "-");

        var ran = await archway.RunAsync("scan", "-", "--offline", "--format", "json");

        Assert.Equal("suspect", ran.Json().GetProperty("images")[0].GetProperty("status").GetString());
        Assert.Contains(", as of 20", ran.Json().GetProperty("images")[0].GetProperty("because").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_layout_and_an_archive_they_are_told_too()
    {
        using TempFolder folder = new();
        LayoutFolder.Write($"{folder.Path}/lying", "1", Fleet.Shapes["lying"]);
        LayoutFolder.Write($"{folder.Path}/old", "1", Fleet.Shapes["old"]);
        using ArchwayProgram archway = new();

        var images = (await archway.RunAsync("scan", $"oci:{folder.Path}/lying", $"oci:{folder.Path}/old", "--format", "json")).Json().GetProperty("images");

        Assert.Equal(["suspect", "ready"], images.EnumerateArray().Select(image => image.GetProperty("status").GetString()));
        Assert.Equal("I111", images[1].GetProperty("targets")[0].GetProperty("remarks")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public async Task What_a_rule_that_is_off_would_say_is_said_nowhere()
    {
        using ArchwayProgram archway = new() { Input = fleet.Reference("old") };

        var listed = await archway.RunAsync("scan", "-", "--rules", "I111=off", "--format", "json");
        var named = await archway.RunAsync("scan", $"image:{fleet.Reference("old")}", "--rules", "I111=off", "--format", "json");

        Assert.DoesNotContain("far older", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("far older", named.Output, StringComparison.Ordinal);
        Assert.Contains("far older", (await archway.RunAsync("scan", "-")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspect_image_is_a_warning_and_no_blocker()
    {
        using ArchwayProgram archway = new() { Input = fleet.Reference("lying") };

        Assert.Equal(0, (await archway.RunAsync("scan", "-", "--fail-on", "blocker")).ExitCode);
        Assert.Equal(1, (await archway.RunAsync("scan", "-", "--fail-on", "warning")).ExitCode);
    }

    [Fact]
    public async Task A_large_fleet_is_told_which_indexes_were_taken_at_their_word_and_what_an_index_alone_gives_away()
    {
        await using var registry = await TestRegistry.StartAsync();
        var (image, entry) = Amd64.Entry();
        var same = Images.Over(MediaTypes.OciIndex, (image, entry), (image, entry.Replace("amd64", "arm64", StringComparison.Ordinal)));
        var references = Enumerable.Range(0, 30).Select(i => registry.Put($"app{i}", "1", Images.Index("linux/amd64", "linux/arm64")))
            .Append(registry.Put("same", "1", same)).Append(registry.Put("twice", "1", Fleet.Shapes["duplicate"]));
        using ArchwayProgram archway = new() { Input = string.Join('\n', references) };

        var scan = await archway.RunAsync("scan", "-", "--format", "json");
        using ArchwayProgram saved = new() { Input = scan.Output };
        var table = await saved.RunAsync("convert", "-", "--format", "table");

        Assert.Equal(32, registry.Log.Count);
        Assert.Equal(["I107", "I110"], scan.Json().GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("rule").GetString()));
        Assert.Contains("32 indexes were taken at their word, since a scan looks behind 25 at most; --verify looks behind.\n", table.Output,
            StringComparison.Ordinal);
        Assert.Contains("I107: its index has the very same manifest for linux/arm64 and linux/amd64", table.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex("at 20[^ \n]*Z")]
    private static partial Regex Times();

    /// <summary>One registry with one lie a repository, listed one a line.</summary>
    public sealed class Fleet : IAsyncLifetime
    {
        private DebianRegistry? _registry;
        private Task<JsonElement>? _scan;

        internal static Dictionary<string, StoredImage> Shapes { get; } = new()
        {
            ["sound"] = LayeredImage.Index(Amd64, Arm64),
            ["lying"] = LayeredImage.Index(Amd64, Lie),
            ["lying-config"] = LayeredImage.Index(Amd64, Lie with { Says = "linux/amd64", Created = "2026-01-03T00:00:00Z" }),
            ["same-base"] = LayeredImage.Index(Amd64, new LayeredImage("linux/arm64", ("x86 base", Large), ("arm redis", Large))),
            ["mismatch"] = LayeredImage.Index(Amd64, Arm64 with { Says = "linux/amd64" }),
            ["duplicate"] = LayeredImage.Index(Amd64, Arm64, Arm64 with { Platform = "linux/arm64/v8", Layers = [("other", Large)] }),
            ["small"] = LayeredImage.Index(Amd64, new LayeredImage("linux/arm64", ("arm base", 3_100_000))),
            ["old"] = LayeredImage.Index(Amd64, Arm64 with { Created = "2021-03-01T00:00:00Z" }),
            ["old-and-small"] = LayeredImage.Index(Amd64, new LayeredImage("linux/arm64", ("arm base", 3_100_000)) { Created = "2021-03-01T00:00:00Z" }),
            ["data"] = LayeredImage.Index(Amd64 with { Command = [] }, Lie with { Command = [] }),
            ["single"] = (Lie with { Platform = "linux/arm64" }).Make(),
        };

        internal string Host
        {
            get
            {
                DebianRegistry.SkipUnlessInstalled();
                return _registry!.Host;
            }
        }

        internal string List => string.Join('\n', Shapes.Keys.Select(Reference));

        internal string Reference(string name) => $"{Host}/shapes/{name}:latest";

        internal Task<JsonElement> ScanAsync() => _scan ??= ScanOnceAsync();

        public async ValueTask InitializeAsync()
        {
            if (!DebianRegistry.IsInstalled) return;
            _registry = await DebianRegistry.StartAsync(TestContext.Current.CancellationToken);
            foreach (var (name, image) in Shapes) await _registry.PushAsync($"shapes/{name}", "latest", image, TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            if (_registry is not null) await _registry.DisposeAsync();
        }

        private async Task<JsonElement> ScanOnceAsync()
        {
            using ArchwayProgram archway = new() { Input = List };
            return (await archway.RunAsync("scan", "-", "--format", "json")).Json();
        }
    }
}
