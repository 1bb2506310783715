using System.Text.Json.Nodes;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What a scanned tree's own <c>archway.yaml</c> changes, and how the report says so.</summary>
public sealed class TreeConfigurationTests
{
    private const string Dockerfile = """
        FROM istio/pilot:1.14.0
        COPY --from=istio/proxyv2:1.14.0 /a /a
        COPY --from=grafana/grafana:5.4.1 /b /b

        """;

    [Theory]
    [InlineData("table")]
    [InlineData("markdown")]
    [InlineData("github")]
    [InlineData("sarif")]
    public async Task A_report_says_what_the_trees_own_configuration_changed(string format)
    {
        using var folder = Tree("rules: {D109: off, D108: note}\npaths:\n  exclude: [vendor/, '**/testdata/', nowhere/]\n");
        folder.With("vendor/a/Dockerfile", Dockerfile).With("x/testdata/Dockerfile", Dockerfile);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", "--offline", "--format", format);

        Assert.Contains("D108 note (1 finding), D109 off (2 findings), 2 paths excluded", ran.Output, StringComparison.Ordinal);
        if (format == "table") Golden.Equal("Configuration.What_a_tree_changed", ran.ToString());
    }

    [Theory]
    [InlineData("rules: {D109: off}\nrules: {D108: off}\n", "archway.yaml:2  'rules' stands there more than once, and only the first is taken")]
    [InlineData("rules:\n  D109: off\n  D109: note\n", "archway.yaml:3  'D109' stands there more than once, and only the first is taken")]
    [InlineData("rules: {D109: off}\npaths:\n  exclude: [a/]\n  exclude: ['**']\n",
        "archway.yaml:4  'exclude' stands there more than once, and only the first is taken")]
    [InlineData("rules: {D109: off}\nbuilds:\n- image: a.example/b\n  image: istio/*\n",
        "archway.yaml:4  'image' stands there more than once, and only the first is taken")]
    public async Task What_stands_there_twice_is_told_and_the_first_is_taken(string configuration, string told)
    {
        using var folder = Tree(configuration);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", "--offline", "--fail-on", "unknown");

        Assert.Equal(ExitCodes.Reached, ran.ExitCode);
        Assert.Contains(told, ran.Output, StringComparison.Ordinal);
        Assert.Contains("D109 off (2 findings)", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("D108 off", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("(0 images)", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_report_has_it_by_rule_and_pattern_and_keeps_its_contract()
    {
        using var folder = Tree("rules: {D109: off, D108: blocker}\npaths: {exclude: [vendor/]}\n");
        folder.With("vendor/Dockerfile", Dockerfile);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", "--offline", "--format", "json", "-o", "json=scan.json");

        Schema.Validate(Path.Combine(Repository.Root, "docs/scan.schema.json"), Path.Combine(folder.Path, "scan.json"));
        var configuration = Assert.Single(ran.Json().GetProperty("configuration").EnumerateArray());
        Assert.Equal("archway.yaml", configuration.GetProperty("file").GetString());
        Assert.Equal(["D108 blocker 0", "D109 off 2"], configuration.GetProperty("rules").EnumerateArray()
            .Select(rule => $"{rule.GetProperty("rule")} {rule.GetProperty("severity")} {rule.GetProperty("findings")}"));
        Assert.Equal(1, configuration.GetProperty("exclude")[0].GetProperty("paths").GetInt32());
    }

    [Fact]
    public async Task A_report_says_which_images_are_taken_for_built_and_what_had_no_effect()
    {
        using var folder = Tree("rules: {K108: off}\npaths: {exclude: [nowhere/]}\nbuilds: [{image: 'istio/*'}, {image: golang}]\n");
        folder.With("compose.yaml", "services: {a: {image: 'golang:1.22'}}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var table = await archway.RunAsync("scan", "--offline");
        var json = await archway.RunAsync("scan", "--offline", "--format", "json");

        Assert.Contains("\narchway.yaml: build istio/* (2 images); without effect: K108 off, exclude nowhere/, build golang\n", table.Output,
            StringComparison.Ordinal);
        Assert.Equal(["istio/* 2", "golang 0"], json.Json().GetProperty("configuration")[0].GetProperty("builds").EnumerateArray()
            .Select(build => $"{build.GetProperty("image")} {build.GetProperty("images")}"));
    }

    [Fact]
    public async Task A_rule_that_is_off_changes_no_status_and_hides_no_doubt()
    {
        using var folder = Tree("rules: {D108: off, D109: off, I104: off, I105: off}\n").With("compose.yaml", "services: {a: {image: nobody/knows:1}}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", "--offline", "--format", "json", "--fail-on", "unknown");

        Assert.Equal((1, 0, 3, 1), (ran.ExitCode, ran.Json().GetProperty("findings").GetArrayLength(),
            ran.Json().GetProperty("summary").GetProperty("blocked").GetInt32(), ran.Json().GetProperty("summary").GetProperty("unknown").GetInt32()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0, "--rules", "D108=note", "--rules", "D109=off")]
    [InlineData(1, "--rules", "D108=note")]
    public async Task Severities_decide_a_threshold(int exitCode, params string[] arguments)
    {
        using var folder = Tree("");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        Assert.Equal(exitCode, (await archway.RunAsync(["scan", "--offline", "--fail-on", "blocker", .. arguments])).ExitCode);
    }

    [Fact]
    public async Task What_the_user_says_of_a_rule_outranks_what_the_tree_says()
    {
        using var folder = Tree("rules: {D109: off}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", "--offline", "--rules", "D109=warning", "--fail-on", "warning");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("archway.yaml: without effect: D109 off\n", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_no_tree_config_a_change_cannot_switch_off_what_stops_it()
    {
        using var folder = Tree("rules: {D108: off, D109: off}\npaths: {exclude: [x/]}\nbuilds: [{image: '*'}]\n").With("x/Dockerfile", Dockerfile);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var heeded = await archway.RunAsync("scan", "--offline", "--fail-on", "blocker");
        var passedOver = await archway.RunAsync("scan", "--offline", "--fail-on", "blocker", "--no-tree-config", "--format", "json");

        Assert.Equal((0, 1), (heeded.ExitCode, passedOver.ExitCode));
        Assert.Empty(passedOver.Json().GetProperty("configuration").EnumerateArray());
        Assert.Equal(6, passedOver.Json().GetProperty("looked").GetProperty("references").GetInt32());
        Assert.Equal(1, passedOver.Json().GetProperty("looked").GetProperty("skipped").GetInt32());
        Assert.Equal(0, passedOver.Json().GetProperty("summary").GetProperty("rebuild").GetInt32());
    }

    [Fact]
    public async Task What_a_tree_may_not_say_is_told_counts_as_doubt_and_hinders_nothing()
    {
        using var folder = Tree("rules: {D109: off}\nplain-http: [registry.example]\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", "--offline", "--fail-on", "unknown");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("archway.yaml:2  'plain-http' is not taken from a scanned tree", ran.Output, StringComparison.Ordinal);
        Assert.Contains("archway.yaml: D109 off (2 findings)", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_that_excludes_all_of_itself_is_not_found_clean()
    {
        using var folder = Tree("paths: {exclude: ['*']}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", "--offline");

        Assert.Equal(2, ran.ExitCode);
        Assert.Equal("archway: nothing was read from '.': its own archway.yaml excludes what names images; --no-tree-config passes over that\n", ran.Error);
    }

    [Fact]
    public async Task Every_target_has_its_own()
    {
        using TempFolder folder = new TempFolder()
            .With("one/Dockerfile", Dockerfile).With("one/archway.yaml", "rules: {D108: off}\n")
            .With("two/Dockerfile", Dockerfile).With("two/archway.yml", "rules: {D109: off}\nbuilds: [{image: acme/app, dockerfile: Dockerfile}]\n")
            .With("two/compose.yaml", "services: {a: {image: acme/app}}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var report = (await archway.RunAsync("scan", "one", "two", "--offline", "--format", "json")).Json();

        Assert.Equal(["one/Dockerfile D109", "one/Dockerfile D109", "two/Dockerfile D108"],
            report.GetProperty("findings").EnumerateArray().Select(finding => $"{finding.GetProperty("file")} {finding.GetProperty("rule")}"));
        Assert.Equal(["one/archway.yaml", "two/archway.yml"],
            report.GetProperty("configuration").EnumerateArray().Select(own => own.GetProperty("file").GetString()));
        Assert.Contains("built from two/Dockerfile by two/archway.yml:2", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("D109=sometimes", "D109 takes blocker, warning, note or off, not 'sometimes'")]
    [InlineData("D109", "'D109' is not RULE=SEVERITY")]
    [InlineData("D1O9=off", "there is no rule 'D1O9'; did you mean D109?")]
    public async Task A_severity_that_is_none_is_a_usage_error(string rule, string message)
    {
        using ArchwayProgram archway = new() { Input = "traefik:v2.11.8\n" };

        var ran = await archway.RunAsync("scan", "-", "--offline", "--rules", rule);

        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith("archway: " + message, ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"rules": {"D109": "off", "K108": "note"}, "paths": {"exclude": ["vendor/", "**/testdata/"]}, "builds": [{"image": "a", "dockerfile": "b"}]}""", true)]
    [InlineData("""{}""", true)]
    [InlineData("""{"plain-http": ["x"]}""", false)]
    [InlineData("""{"rules": {"D109": "sometimes"}}""", false)]
    [InlineData("""{"rules": ["D109"]}""", false)]
    [InlineData("""{"paths": {"include": []}}""", false)]
    [InlineData("""{"paths": {"exclude": ["!x"]}}""", false)]
    [InlineData("""{"paths": {"exclude": "x"}}""", false)]
    [InlineData("""{"builds": [{"dockerfile": "x"}]}""", false)]
    public async Task The_schema_takes_what_the_program_takes(string text, bool isTaken)
    {
        using var folder = Tree(text).With("instance.json", text);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var report = (await archway.RunAsync("scan", "--offline", "--format", "json")).Json();

        Assert.Equal(isTaken, report.GetProperty("unparsed").GetArrayLength() == 0);
        var schema = Path.Combine(Repository.Root, "docs/archway.schema.json");
        if (isTaken) Schema.Validate(schema, Path.Combine(folder.Path, "instance.json"));
        else Schema.Refuses(schema, Path.Combine(folder.Path, "instance.json"));
    }

    [Fact]
    public async Task A_scan_that_was_saved_before_there_were_configurations_still_converts()
    {
        using var folder = Tree("rules: {D109: off}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var saved = JsonNode.Parse((await archway.RunAsync("scan", "--offline", "--format", "json")).Output)!.AsObject();
        saved.Remove("configuration");
        folder.With("scan.json", saved.ToJsonString());

        var ran = await archway.RunAsync("convert", "scan.json");

        Assert.Equal(0, ran.ExitCode);
        Assert.DoesNotContain("archway.yaml", ran.Output, StringComparison.Ordinal);
    }

    private static TempFolder Tree(string configuration) => new TempFolder().With("Dockerfile", Dockerfile).With("archway.yaml", configuration);
}
