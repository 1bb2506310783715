using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary><c>archway scan</c>, from arguments to exit code and report.</summary>
public sealed class ScanTests
{
    private const string Shop = "examples/shop";

    [Fact]
    public async Task The_example_fleet_reads_as_it_is_on_a_pipe()
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };

        var ran = await archway.RunAsync("scan", Shop, "--offline");

        Golden.Equal("Scan.The_example_fleet", ran.ToString());
    }

    [Fact]
    public async Task A_path_longer_than_a_narrow_terminal_has_a_line_of_its_own_and_no_blank_one_above()
    {
        using TempFolder folder = new TempFolder().With("a/folder/whose/path/is/longer/than/the/line/Dockerfile", "FROM example.com/shop/cart:1.8\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path, Width = 40 };
        archway.With("NO_COLOR", "1");

        var ran = await archway.RunAsync("scan", "--offline");

        Assert.Contains("      example.com/shop/cart:1.8\n        a/folder/whose/path/is/longer/than/the/line/Dockerfile:1\n", ran.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_fleet_reads_as_it_is_on_a_terminal_of_80_columns()
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root, Width = 80 };
        archway.With("NO_COLOR", "1");

        var ran = await archway.RunAsync("scan", Shop, "--offline");

        Golden.Equal("Scan.The_example_fleet_80", ran.ToString());
        Assert.DoesNotContain(ran.Output.Split('\n'), line => line.Length > 80 && line.Trim().Contains(' ', StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_a_terminal_the_statuses_are_coloured_and_NO_COLOR_takes_that_away()
    {
        using ArchwayProgram coloured = new() { WorkingFolder = Repository.Root, Width = 80 };
        using ArchwayProgram plain = new() { WorkingFolder = Repository.Root, Width = 80 };
        plain.With("NO_COLOR", "1");

        Assert.Contains("\u001b[", (await coloured.RunAsync("scan", Shop, "--offline")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", (await plain.RunAsync("scan", Shop, "--offline")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_report_keeps_its_contract()
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };
        using TempFolder folder = new();

        var ran = await archway.RunAsync("scan", Shop, "--offline", "--format", "json");
        folder.With("scan.json", ran.Output);

        Schema.Validate(Path.Combine(Repository.Root, "docs/scan.schema.json"), Path.Combine(folder.Path, "scan.json"));
        using var report = JsonDocument.Parse(ran.Output);
        var looked = report.RootElement.GetProperty("looked");
        Assert.Equal(report.RootElement.GetProperty("occurrences").GetArrayLength(), looked.GetProperty("references").GetInt32());
        Assert.Equal(report.RootElement.GetProperty("images").GetArrayLength(), looked.GetProperty("images").GetInt32());
        Assert.Equal(looked.GetProperty("images").GetInt32(),
            report.RootElement.GetProperty("summary").EnumerateObject().Sum(status => status.Value.GetInt32()));
    }

    [Fact]
    public async Task The_same_sources_give_the_same_report_byte_for_byte()
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };

        var first = await archway.RunAsync("scan", Shop, "--offline", "--format", "json");
        var second = await archway.RunAsync("scan", Shop, "--offline", "--format", "json");

        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task A_list_on_standard_input_is_read_line_by_line()
    {
        using ArchwayProgram archway = new() { Input = "traefik:v2.11.8\n# a remark\n\nnot an image\nistio/pilot:1.14.0\n" };

        var report = (await archway.RunAsync("scan", "-", "--offline", "--format", "json")).Json();

        Assert.Equal(["docker.io/istio/pilot:1.14.0 blocked", "docker.io/library/traefik:v2.11.8 ready"],
            report.GetProperty("images").EnumerateArray().Select(image => $"{image.GetProperty("image")} {image.GetProperty("status")}"));
        Assert.Equal(1, report.GetProperty("looked").GetProperty("unresolved").GetInt32());
        Assert.Equal([1, 4, 5], report.GetProperty("occurrences").EnumerateArray().Select(place => place.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Several_platforms_are_judged_each_and_the_worst_stands_for_the_image()
    {
        using ArchwayProgram archway = new() { Input = "docker.io/armswdev/pytorch-arm-neoverse:latest\n" };

        var report = (await archway.RunAsync("scan", "-", "--offline", "--format", "json", "-p", "linux/arm64", "-p", "linux/amd64")).Json();

        var image = report.GetProperty("images")[0];
        Assert.Equal(["linux/arm64 ready", "linux/amd64 blocked"],
            image.GetProperty("targets").EnumerateArray().Select(target => $"{target.GetProperty("platform")} {target.GetProperty("status")}"));
        Assert.Equal("blocked", image.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("istio/pilot:1.14.0", 1, "blocker")]
    [InlineData("istio/pilot:1.14.0", 1, "note")]
    [InlineData("istio/pilot:1.14.0", 0, "unknown")]
    [InlineData("istio/pilot:1.20.0", 0, "note")]
    [InlineData("nobody/knows:1", 0, "blocker")]
    [InlineData("nobody/knows:1", 1, "unknown")]
    [InlineData("nobody/knows:1", 1, "note")]
    [InlineData("nobody/knows:1", 1, "blocker", "unknown")]
    [InlineData("${VARIABLE}", 1, "unknown")]
    public async Task A_threshold_answers_1_when_it_is_reached(string image, int exitCode, params string[] thresholds)
    {
        using ArchwayProgram archway = new() { Input = image + "\n" };

        var ran = await archway.RunAsync(["scan", "-", "--offline", .. thresholds.SelectMany(word => new[] { "--fail-on", word })]);

        Assert.Equal(exitCode, ran.ExitCode);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_counts_as_not_known()
    {
        using TempFolder folder = new TempFolder().With("pod.yaml", "kind: Pod\nspec: {containers: [{image: \"x\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", ".", "--offline", "--fail-on", "unknown");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("pod.yaml:", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no/such/folder", "there is no file or folder 'no/such/folder'")]
    [InlineData("file:nope.yaml", "there is no file")]
    [InlineData("dir:nope", "there is no folder")]
    [InlineData("k8s:prod", "does not read k8s: targets")]
    [InlineData("image:UPPER", "must be lower-case")]
    [InlineData("oci:", "needs a path")]
    public async Task A_target_that_cannot_be_scanned_is_named_and_answers_2(string target, string message)
    {
        using TempFolder folder = new();
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", target, "--offline");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
        Assert.Empty(ran.Output);
    }

    [Fact]
    public async Task A_folder_from_which_nothing_was_read_answers_2()
    {
        using TempFolder folder = new TempFolder().With("poem.txt", "No image is named in me.\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", ".", "--offline");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("nothing was read from '.'", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("poem.txt", "nothing was read from 'poem.txt': its name is of no kind of file that names images")]
    [InlineData("empty.txt", "nothing was read from 'empty.txt': it is empty")]
    [InlineData("-", "nothing was read from standard input: it is empty")]
    [InlineData("", "a target is empty")]
    [InlineData("--ofline", "archway scan has no option '--ofline'")]
    [InlineData("@types", "there is no file or folder")]
    public async Task A_target_that_gives_nothing_to_read_answers_2(string target, string message)
    {
        using TempFolder folder = new TempFolder().With("poem.txt", "No image is named in me.\n").With("empty.txt", "");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", target, "--offline");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
        Assert.Empty(ran.Output);
    }

    [Fact]
    public async Task Behind_two_dashes_a_word_that_looks_like_an_option_is_a_target()
    {
        using TempFolder folder = new TempFolder().With("-x/Dockerfile", "FROM traefik:v2.11.8\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        Assert.Equal(0, (await archway.RunAsync("scan", "--offline", "--", "-x")).ExitCode);
    }

    [Fact]
    public async Task A_byte_order_mark_on_standard_input_is_no_part_of_an_image()
    {
        using ArchwayProgram archway = new() { Input = "\ufefftraefik:v2.11.8\r\n" };

        var report = (await archway.RunAsync("scan", "-", "--offline", "--format", "json")).Json();

        Assert.Equal("docker.io/library/traefik:v2.11.8", report.GetProperty("images")[0].GetProperty("image").GetString());
    }

    [Theory]
    [InlineData("scan", "--platform", "arm64")]
    [InlineData("scan", "--fail-on", "sometimes")]
    [InlineData("scan", "--format", "poem")]
    [InlineData("scan", "--give-up-after", "0")]
    [InlineData("scan", "--give-up-after", "soon")]
    [InlineData("scan", "--give-up-after", "99999999999")]
    [InlineData("scan", "--no-such-option")]
    [InlineData("sing")]
    [InlineData("image")]
    public async Task A_usage_error_answers_2(params string[] arguments)
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(arguments);

        Assert.Equal(2, ran.ExitCode);
        Assert.NotEmpty(ran.Error);
    }

    [Fact]
    public async Task A_usage_error_is_not_buried_under_the_help()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("scan", "--give-up-after", "soon");

        Assert.Empty(ran.Output);
        Assert.Equal("archway: --give-up-after takes 1 to 3600 seconds, not 'soon'\narchway scan --help tells more\n", ran.Error);
    }

    [Fact]
    public async Task What_a_Compose_file_includes_and_cannot_be_read_is_said()
    {
        using TempFolder folder = new TempFolder()
            .With("project/compose.yaml", "include: [../outside.yaml, https://example.com/compose.yaml]\nservices:\n"
                + "  a: {image: traefik:v2.11.8}\n  b: {extends: {file: nowhere.yaml, service: b}}\n")
            .With("outside.yaml", "services: {c: {image: istio/pilot:1.14.0}}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var report = (await archway.RunAsync("scan", "project", "--offline", "--format", "json")).Json();

        Assert.Equal([1, 1, 4], report.GetProperty("unparsed").EnumerateArray().Select(file => file.GetProperty("line").GetInt32()));
        Assert.Contains("'../outside.yaml'", report.GetProperty("unparsed")[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Single(report.GetProperty("images").EnumerateArray());
    }

    [Fact]
    public async Task What_is_excluded_and_what_git_ignores_is_passed_by_and_counted()
    {
        using TempFolder folder = new TempFolder()
            .With(".gitignore", "build/\n")
            .With("Dockerfile", "FROM traefik:v2.11.8\n")
            .With("build/Dockerfile", "FROM istio/pilot:1.14.0\n")
            .With("legacy/Dockerfile", "FROM istio/pilot:1.14.0\n")
            .With("node_modules/x/Dockerfile", "FROM istio/pilot:1.14.0\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var narrow = (await archway.RunAsync("scan", "--offline", "--exclude", "legacy/", "--format", "json")).Json();
        var wide = (await archway.RunAsync("scan", "--offline", "--include-ignored", "--format", "json")).Json();

        Assert.Equal(1, narrow.GetProperty("looked").GetProperty("references").GetInt32());
        Assert.Equal(3, narrow.GetProperty("looked").GetProperty("skipped").GetInt32());
        Assert.Equal(4, wide.GetProperty("looked").GetProperty("references").GetInt32());
    }

    [Fact]
    public async Task Commands_are_read_only_when_asked_for()
    {
        using TempFolder folder = new TempFolder()
            .With("Dockerfile", "FROM traefik:v2.11.8\n")
            .With("run.sh", "docker run --rm istio/pilot:1.14.0\n")
            .With("README.md", "```sh\ndocker pull traefik:v2.11.8\n```\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var without = (await archway.RunAsync("scan", "--offline", "--format", "json")).Json();
        var with = (await archway.RunAsync("scan", "--offline", "--include-commands", "--format", "json")).Json();

        Assert.Equal(["dockerfile:from"], Kinds(without));
        Assert.Equal(["dockerfile:from", "command:markdown", "command:script"], Kinds(with));

        static IEnumerable<string?> Kinds(JsonElement report) =>
            report.GetProperty("occurrences").EnumerateArray().Select(place => place.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Of_several_targets_each_path_says_which_one_it_is_of()
    {
        using TempFolder folder = new TempFolder()
            .With("one/app/Dockerfile", "FROM traefik:v2.11.8\n")
            .With("two/Dockerfile", "FROM traefik:v2.11.8\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var several = (await archway.RunAsync("scan", "one/", "two/Dockerfile", "--offline", "--format", "json")).Json();
        var one = (await archway.RunAsync("scan", "one", "--offline", "--format", "json")).Json();

        Assert.Equal(["one/app/Dockerfile", "two/Dockerfile"],
            several.GetProperty("occurrences").EnumerateArray().Select(place => place.GetProperty("file").GetString()));
        Assert.Equal("app/Dockerfile", one.GetProperty("occurrences")[0].GetProperty("file").GetString());
    }

    [Fact]
    public async Task A_name_that_would_write_to_the_terminal_is_written_out()
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM ev\u001b[2Jil\u202e:1\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path, Width = 80 };
        archway.With("NO_COLOR", "1");

        var ran = await archway.RunAsync("scan", ".", "--offline");

        Assert.DoesNotContain("\u001b", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", ran.Output, StringComparison.Ordinal);
        Assert.Contains("\\x1b[2Jil\\u202e", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u200b", "\\u200b")]
    [InlineData("\ufeff", "\\ufeff")]
    [InlineData("\ue000", "\\ue000")]
    [InlineData("\U000e0041", "\\U000e0041")]
    public async Task A_character_that_is_not_seen_is_written_out(string unseen, string written)
    {
        using ArchwayProgram archway = new() { Input = $"ngi{unseen}nx:1\n" };

        var ran = await archway.RunAsync("scan", "-", "--offline");

        Assert.DoesNotContain(unseen, ran.Output, StringComparison.Ordinal);
        Assert.Contains($"ngi{written}nx:1", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_cuts_what_is_longer_than_a_reference_and_shows_that_nothing_is_written()
    {
        var endless = "${" + new string('A', 90_000);
        using TempFolder folder = new TempFolder().With("compose.yaml", $"services:\n  a:\n    image: \"{endless}\"\n  b:\n    image: \"\"\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var table = await archway.RunAsync("scan", "--offline");
        var report = (await archway.RunAsync("scan", "--offline", "--format", "json")).Json();

        Assert.InRange(table.Output.Length, 0, 5000);
        Assert.Contains("AAA…\n", table.Output, StringComparison.Ordinal);
        Assert.Contains("\n  ''\n", table.Output, StringComparison.Ordinal);
        Assert.Equal([endless, ""], report.GetProperty("occurrences").EnumerateArray().Select(place => place.GetProperty("written").GetString()));
    }

    [Fact]
    public async Task What_the_sources_build_reads_rebuild_and_names_its_Dockerfile()
    {
        using TempFolder folder = new TempFolder()
            .With("compose.yaml", "services:\n  api:\n    build: ./api\n    image: ghcr.io/acme/api:1\n")
            .With("api/Dockerfile", "FROM scratch\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var report = (await archway.RunAsync("scan", "--offline", "--format", "json")).Json();

        var image = Assert.Single(report.GetProperty("images").EnumerateArray());
        Assert.Equal("rebuild", image.GetProperty("status").GetString());
        Assert.Contains("api/Dockerfile", image.GetProperty("because").GetString(), StringComparison.Ordinal);
    }
}
