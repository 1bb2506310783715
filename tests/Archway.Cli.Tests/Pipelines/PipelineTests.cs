using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Pipelines;

/// <summary>What <c>archway pipeline</c> writes, and what it refuses.</summary>
public sealed class PipelineTests
{
    [Theory]
    [MemberData(nameof(Written.All), MemberType = typeof(Written))]
    public async Task A_definition_is_written_the_same_each_time(string service, string join)
    {
        var text = await Written.PipelineAsync(service, "--join", join);

        Assert.Equal(text, await Written.PipelineAsync(service, "--join", join));
        Golden.Equal($"Pipeline.{service}.{join}", text);
    }

    [Theory]
    [MemberData(nameof(Written.All), MemberType = typeof(Written))]
    public async Task No_line_ends_in_a_space_and_no_hole_is_left(string service, string join)
    {
        var text = await Written.PipelineAsync(service, "--join", join);

        Assert.DoesNotContain(text.Split('\n'), line => line.EndsWith(' ') || line.Contains('\t') || line.Contains("{{{", StringComparison.Ordinal));
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("azure", "azure has no machine of its own for linux/arm64: name yours, --runner linux/arm64=POOL")]
    [InlineData("jenkins", "jenkins has no machine of its own for linux/amd64 and linux/arm64: name yours, --runner linux/amd64=LABEL --runner linux/arm64=LABEL")]
    [InlineData("buildkite", "buildkite has no machine of its own for linux/amd64 and linux/arm64: name yours, --runner linux/amd64=QUEUE --runner linux/arm64=QUEUE")]
    [InlineData("github", "which image is built? Name it: --image ghcr.io/acme/api:1.0")]
    public async Task What_only_the_user_knows_is_asked_for(string service, string answer)
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(["pipeline", service, .. service == "github" ? (string[])[] : ["--image", "acme/api"]]);

        Assert.Equal((2, $"archway: {answer}\n"), (ran.ExitCode, ran.Error));
    }

    [Theory]
    [InlineData("--context", "../other")]
    [InlineData("--context", "/etc")]
    [InlineData("--context", "https://git.example/acme/api")]
    [InlineData("--context", "a\nb")]
    [InlineData("--context", "a\u0000b")]
    [InlineData("--context", "a\u2028b")]
    [InlineData("--context", "a\u202eb")]
    [InlineData("--file", "a\ud800b")]
    [InlineData("--context", "")]
    [InlineData("--context", "$(reboot)")]
    [InlineData("--file", "${{ secrets.TOKEN }}")]
    [InlineData("--file", "{{defaultContext}}")]
    [InlineData("--file", "-o")]
    [InlineData("--runner", "linux/arm64")]
    [InlineData("--runner", "linux/arm64=")]
    [InlineData("--runner", "arm=pool")]
    [InlineData("--runner", "linux/arm64=a'b")]
    [InlineData("--runner", "linux/arm64=${{ github.token }}")]
    [InlineData("--runner", "linux/arm64=a\nb")]
    [InlineData("--runner", "linux/s390x=z")]
    [InlineData("--branch", "ma in")]
    [InlineData("--branch", "$BRANCH")]
    [InlineData("--platform", "windows/amd64")]
    [InlineData("--platform", "linux")]
    [InlineData("--platform", "linux/ARM-64")]
    [InlineData("--image", "not an image")]
    [InlineData("--image", "acme/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("--join", "crane")]
    [InlineData("--write", "")]
    public async Task What_cannot_be_written_rightly_is_refused(string option, string value)
    {
        using ArchwayProgram archway = new();

        string[] image = option == "--image" ? [] : ["--image", "ghcr.io/acme/api"];
        var ran = await archway.RunAsync(["pipeline", "github", .. image, option, .. value.Length == 0 && option == "--write" ? (string[])[] : [value]]);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith("archway: ", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("codepipeline", "--image", "ghcr.io/acme/api")]
    [InlineData("codepipeline", "--runner", "linux/arm64=big")]
    [InlineData("codepipeline", "--platform", "linux/s390x")]
    [InlineData("tekton", "--runner", "linux/arm64=arm")]
    public async Task What_a_service_does_not_have_is_refused(string service, string option, string value)
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(["pipeline", service, .. option == "--image" ? (string[])[] : ["--image", "acme/api"], option, value]);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
    }

    [Fact]
    public async Task What_is_written_comes_from_the_command_line_alone()
    {
        using ArchwayProgram archway = new();
        string[] arguments = ["pipeline", "github", "--image", "ghcr.io/acme/api"];

        var plain = await archway.RunAsync(arguments);
        var configured = await archway.With("ARCHWAY_PLATFORM", "linux/arm64").With("ARCHWAY_OUTPUT", "json=report.json").RunAsync(arguments);

        Assert.Equal(plain, configured);
    }

    [Fact]
    public async Task A_file_is_written_where_the_user_wants_it_and_under_its_customary_name_in_a_folder()
    {
        using TempFolder folder = new TempFolder().With("there/any.txt", "");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var (file, there) = (await archway.RunAsync("pipeline", "github", "-i", "ghcr.io/acme/api", "-o", "ci/build.yml"),
            await archway.RunAsync("pipeline", "github", "-i", "ghcr.io/acme/api", "-o", "there"));

        Assert.Equal((0, "", "written to ci/build.yml\n"), (file.ExitCode, file.Output, file.Error));
        Assert.Equal("written to there/.github/workflows/image.yml\n", there.Error);
        Assert.Equal(File.ReadAllText(Path.Combine(folder.Path, "ci/build.yml")), File.ReadAllText(Path.Combine(folder.Path, "there/.github/workflows/image.yml")));
    }
}
