using System.Text.Json;
using Archway.Knowing;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary><c>archway catalog check</c>.</summary>
public sealed class CatalogCheckTests
{
    public static TheoryData<string, string, string?, string, string> Rows => GuideQuestions.All;

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_row_of_the_guides_is_answered_as_its_comment_says_in_the_form_that_it_is_about(
        string id, string question, string? delivery, string verdict, string words)
    {
        string[] form = delivery is null ? [] : ["--delivery", delivery];

        var answer = await AskAsync([question, .. form]);

        Assert.Equal((verdict, id, delivery ?? "image"), (Text(answer, "verdict"), Text(answer, "id"), Text(answer, "delivery")));
        var told = string.Join("; ", [Text(answer, "because"), Text(answer, "caution"), .. Texts(answer, "remedies"), .. Texts(answer, "remarks")]);
        Assert.Contains(words, told, StringComparison.Ordinal);
        Assert.NotEmpty(Texts(answer, "evidence"));
        Assert.StartsWith("https://", Text(answer, "url"), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_of_the_54_rows_is_asked()
    {
        var rows = Catalog.Embedded.Entries.Where(entry => entry.Guide is not null).Select(entry => entry.Id).ToArray();

        Assert.Equal(54, rows.Length);
        Assert.Equal([], rows.Except(GuideQuestions.All.Select(row => row.Data.Item1)));
    }

    [Fact]
    public void A_row_whose_comment_names_a_version_or_a_day_is_asked_for_a_yes_and_a_no()
    {
        var asked = GuideQuestions.All.ToLookup(row => row.Data.Item1, row => row.Data.Item4);
        var dated = Catalog.Embedded.Entries.Where(
            entry => entry.Guide?.Comment is { } comment && comment.Contains("rom ", StringComparison.Ordinal) && comment.Any(char.IsDigit));

        Assert.Equal(15, dated.Count());
        Assert.All(dated, entry => Assert.True(asked[entry.Id].Contains("yes") && asked[entry.Id].Contains("no"), entry.Id));
    }

    [Fact]
    public async Task Images_binaries_and_operating_systems_are_asked_together_and_read_well()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(
            "catalog", "check", "istio@1.14", "terraform@0.13.7", "flatcar@3033", "traefik:v2.2", "quay.io/coreos/etcd:v3.4.0", "helm", "istoi@1.2",
            "terraform:0.13.7", "envoyproxy/envoy:v1.23.0", "--platform", "linux/arm64", "--platform", "linux/amd64");

        Golden.Equal("Catalog.check", ran.ToString());
    }

    [Theory]
    [InlineData(0, "istio@1.15.0", "traefik:v2.2.0")]
    [InlineData(0, "istio@1.15.0", "--fail-on", "blocker", "--fail-on", "unknown")]
    [InlineData(0, "istio@1.14.0", "no-such-thing@1.0")]
    [InlineData(0, "istio@1.14.0", "--fail-on", "unknown")]
    [InlineData(0, "no-such-thing@1.0", "--fail-on", "blocker")]
    [InlineData(1, "istio@1.14.0", "--fail-on", "blocker")]
    [InlineData(1, "istio@1.15.0", "istio@1.14.0", "--fail-on", "blocker")]
    [InlineData(1, "envoyproxy/envoy:v1.23.0", "--fail-on", "blocker")]
    [InlineData(1, "no-such-thing@1.0", "--fail-on", "unknown")]
    [InlineData(1, "istio@1.15.0", "--platform", "linux/s390x", "--fail-on", "unknown")]
    [InlineData(2, "istio@")]
    [InlineData(2, "@1.0")]
    [InlineData(2, "Upper/Case:1")]
    [InlineData(2, "")]
    [InlineData(2, "istio@1.14 beta")]
    [InlineData(2, "istio@1.14", "--fail-on", "warning")]
    [InlineData(2, "istio@1.14", "--delivery", "poem")]
    [InlineData(2)]
    public async Task The_exit_code_says_whether_a_threshold_was_reached_or_the_job_not_done(int exit, params string[] arguments)
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(["catalog", "check", .. arguments]);

        Assert.Equal(exit, ran.ExitCode);
        Assert.Equal(exit == 2, ran.Output.Length == 0 || ran.Error.Length > 0);
    }

    [Fact]
    public async Task A_list_on_standard_input_is_answered_line_by_line()
    {
        using ArchwayProgram archway = new() { Input = "\ufeff# what we run\nistio@1.14.0\r\n\n  traefik:v2.2.0   # the door\n" };

        var answers = (await archway.RunAsync("catalog", "check", "-", "--format", "json")).Json().GetProperty("answers").EnumerateArray().ToArray();

        Assert.Equal([("istio@1.14.0", "no"), ("traefik:v2.2.0", "yes")], answers.Select(answer => (Text(answer, "asked")!, Text(answer, "verdict")!)));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("# nothing\n", "it is empty")]
    [InlineData("istio@1.14\n\nistio@\n", "line 3 of standard input: 'istio@' has no version")]
    public async Task A_list_that_says_nothing_or_nonsense_answers_2(string list, string message)
    {
        using ArchwayProgram archway = new() { Input = list };

        var ran = await archway.RunAsync("catalog", "check", "-");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_longer_than_any_fleet_is_refused_and_a_long_one_answered()
    {
        using ArchwayProgram endless = new() { Input = string.Concat(Enumerable.Repeat("istio\n", 100_001)) };
        using ArchwayProgram many = new() { Input = string.Concat(Enumerable.Range(0, 200).Select(i => $"no-such-thing-{i}\n")) };

        Assert.Equal(2, (await endless.RunAsync("catalog", "check", "-")).ExitCode);
        Assert.EndsWith("linux/arm64: 200 unknown\n", (await many.RunAsync("catalog", "check", "-")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_may_be_named_with_the_scheme_that_other_commands_take()
    {
        using ArchwayProgram archway = new();

        var plain = await archway.RunAsync("catalog", "check", "traefik:v2.2");
        var forced = await archway.RunAsync("catalog", "check", "image:traefik:v2.2");

        Assert.Equal(plain, forced with { Output = forced.Output.Replace("image:traefik", "traefik", StringComparison.Ordinal) });
    }

    [Theory]
    [InlineData("istoi@1.2", "istio")]
    [InlineData("Promethues", "prometheus")]
    [InlineData("metricsserver2", "metrics-server")]
    [InlineData("terraform:0.13.7", "terraform")]
    [InlineData("pilot@1.14", "istio")]
    public async Task For_a_name_that_nothing_has_the_nearest_ones_are_named(string question, string near)
    {
        var answer = await AskAsync([question]);

        Assert.Equal("unknown", Text(answer, "verdict"));
        Assert.Contains(near, Texts(answer, "near"));
    }

    [Theory]
    [InlineData("nothing-of-the-kind-at-all")]
    [InlineData("example.com/acme/terraform:1.0.0")]
    [InlineData("\u001b[31m@1")]
    public async Task Far_names_are_not_guessed_at(string question)
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("catalog", "check", question);

        Assert.DoesNotContain("did you mean", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ran.Output + ran.Error);
    }

    [Theory]
    [InlineData("CoreDNS@1.8.0", "coredns")]
    [InlineData("core-dns@1.8.0", "coredns")]
    [InlineData("istio/pilot@1.15.0", "istio")]
    [InlineData("docker.io/istio/pilot:1.15.0", "istio")]
    [InlineData("alpine@3.19", "library-alpine")]
    [InlineData("postgres", "library-postgres")]
    public async Task Software_is_asked_for_by_id_name_or_image(string question, string id)
    {
        var answer = await AskAsync([question]);

        Assert.Equal(("yes", id), (Text(answer, "verdict"), Text(answer, "id")));
    }

    [Fact]
    public async Task A_name_without_a_version_is_told_since_when_in_each_form()
    {
        var answer = await AskAsync(["istio"]);

        Assert.Equal(("yes", "image", "1.15.0"), (Text(answer, "verdict"), Text(answer, "delivery"), Text(answer, "since")));
        Assert.Contains("newest release", Text(answer, "caution"), StringComparison.Ordinal);
        var binary = Assert.Single(answer.GetProperty("otherForms").EnumerateArray());
        Assert.Equal(("binary", "yes", "1.6.0"), (Text(binary, "delivery"), Text(binary, "verdict"), Text(binary, "since")));
    }

    [Fact]
    public async Task The_form_that_is_named_is_answered_alone()
    {
        var answer = await AskAsync(["istio@1.6.0", "--delivery", "binary"]);

        Assert.Equal(("yes", "binary", 0), (Text(answer, "verdict"), Text(answer, "delivery"), answer.GetProperty("otherForms").GetArrayLength()));
        Assert.Equal("unknown", Text(await AskAsync(["istio@1.6.0", "--delivery", "os"]), "verdict"));
    }

    [Fact]
    public async Task No_entry_answers_an_unversioned_question_with_more_than_its_newest_release_says()
    {
        var silent = Catalog.Embedded.Entries
            .Where(entry => entry.Images is [{ Gate.Always: null, OnlyArchitecture: null } line] && line.Gate.IsSilent);
        foreach (var entry in silent)
            Assert.NotEqual("yes", Text(await AskAsync([entry.Id, "--delivery", "image"]), "verdict"));
    }

    [Fact]
    public async Task The_JSON_is_what_its_schema_says()
    {
        using TempFolder folder = new();
        using ArchwayProgram archway = new();
        var questions = Catalog.Embedded.Entries.SelectMany(entry => new[] { entry.Id, $"{entry.Id}@1.2.3" });

        var ran = await archway.RunAsync([
            "catalog", "check", .. questions, "pilot@1.0", "envoyproxy/envoy:v1.23.0", "example.com/a:1", "-p", "linux/arm64", "-p", "linux/s390x",
            "--format", "json",
        ]);

        folder.With("check.json", ran.Output);
        Schema.Validate(Path.Combine(Repository.Root, "docs/catalog-check.schema.json"), Path.Combine(folder.Path, "check.json"));
    }

    private static async Task<JsonElement> AskAsync(string[] arguments)
    {
        using ArchwayProgram archway = new();
        var ran = await archway.RunAsync(["catalog", "check", .. arguments, "--format", "json"]);
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        return Assert.Single(ran.Json().GetProperty("answers").EnumerateArray());
    }

    private static string? Text(JsonElement answer, string member) => answer.GetProperty(member).GetString();

    private static string[] Texts(JsonElement answer, string member) => [.. answer.GetProperty(member).EnumerateArray().Select(text => text.GetString()!)];
}
