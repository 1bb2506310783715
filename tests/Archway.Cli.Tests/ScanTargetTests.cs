using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What <c>archway scan</c> takes for a target, and what it says of one that is none.</summary>
public sealed class ScanTargetTests
{
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

    [Theory]
    [InlineData("no/such/folder", "there is no file or folder 'no/such/folder'")]
    [InlineData("file:nope.yaml", "there is no file")]
    [InlineData("dir:nope", "there is no folder")]
    [InlineData("k8s:prod", "there is no context 'prod' in a kubeconfig: ")]
    [InlineData("ecs:eu-central-1/prod", "there are no AWS credentials")]
    [InlineData("ecs:prod", "no region is named")]
    [InlineData("ecs:a/b/c", "names no cluster of Amazon ECS; write ecs:CLUSTER")]
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
}
