using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Pipelines;

/// <summary>Definitions as the validators of their services, and a reader of shell scripts, read them.</summary>
public sealed class PipelineReaderTests
{
    // Names that hold whatever a path may.
    private const string Hostile = "a 'b' \"c\" #d: `e` *[f]!&|;>\\";

    [Theory]
    [InlineData("archway")]
    [InlineData("buildx")]
    public async Task A_workflow_is_one_by_its_published_schema_and_to_actionlint(string join)
    {
        await Validator.AcceptsAsync("github", await Written.PipelineAsync("github", "--join", join));
        await Validator.AcceptsAsync("github", await Written.PipelineAsync("github", "--join", join, "--context", Hostile, "--file", Hostile));
    }

    [Theory]
    [InlineData("archway")]
    [InlineData("buildx")]
    public async Task A_pipeline_of_GitLab_is_one_by_its_published_schema(string join)
    {
        await Validator.AcceptsAsync("gitlab", await Written.PipelineAsync("gitlab", "--join", join));
        await Validator.AcceptsAsync("gitlab", await Written.PipelineAsync("gitlab", "--join", join, "--file", Hostile));
    }

    [Theory]
    [InlineData("github", "runs-on:", "runs_on:")]
    [InlineData("github", "${{ matrix.platform }}", "${{ matrix.platfrom }}")]
    [InlineData("gitlab", "    reports:", "    report:")]
    public async Task The_validators_find_what_is_wrong(string service, string right, string wrong) =>
        await Validator.RefusesAsync(service, (await Written.PipelineAsync(service)).Replace(right, wrong, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Written.All), MemberType = typeof(Written))]
    public async Task Shellcheck_finds_nothing_in_any_script(string service, string join)
    {
        var scripts = Written.Scripts(service, await Written.PipelineAsync(service, "--join", join));
        using TempFolder folder = new();

        Assert.NotEmpty(scripts);
        for (var i = 0; i < scripts.Length; i++) folder.With($"{i}.sh", scripts[i]);
        await Installed.RunAsync("shellcheck", "shellcheck",
            ["--shell=sh", "--severity=style", .. Enumerable.Range(0, scripts.Length).Select(i => Path.Combine(folder.Path, $"{i}.sh"))]);
    }

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    [InlineData("azure")]
    [InlineData("jenkins")]
    [InlineData("tekton")]
    [InlineData("buildkite")]
    [InlineData("codepipeline")]
    public async Task No_script_holds_what_the_user_named(string service)
    {
        const string Named = "folder-of-the-user";

        var text = await Written.PipelineAsync(service, service == "codepipeline" ? "--branch" : "--context", Named, "--file", Named + "/Dockerfile");

        Assert.Contains(Named, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Written.Scripts(service, text), script => script.Contains(Named, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Written.All), MemberType = typeof(Written))]
    public async Task No_command_line_holds_a_password(string service, string join)
    {
        var scripts = Written.Scripts(service, await Written.PipelineAsync(service, "--join", join));

        Assert.DoesNotContain(scripts, script => script.Contains("--password ", StringComparison.Ordinal) || script.Contains("--password=", StringComparison.Ordinal));
        // What holds it is a pipe or a variable of the shell itself.
        Assert.All(scripts.SelectMany(script => script.Split('\n')).Where(line => line.Contains("$REGISTRY_PASSWORD", StringComparison.Ordinal)),
            line => Assert.Contains("printf ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_action_is_pinned_to_a_commit_with_its_version_beside_it()
    {
        var lines = (await Written.PipelineAsync("github")).Split('\n').Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(@"uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line));
    }

    [Theory]
    [InlineData("ghcr.io/acme/api", "build", "packages: write")]
    [InlineData("quay.io/acme/api", "build", null)]
    [InlineData("ghcr.io/acme/api", "try", null)]
    public async Task Only_a_job_that_pushes_to_GitHubs_registry_may_write_packages(string image, string job, string? permission)
    {
        using ArchwayProgram archway = new();

        var workflow = Written.Documents((await archway.RunAsync("pipeline", "github", "--image", image)).Output)[0];

        Assert.Empty(workflow["permissions"]!.Members);
        var permissions = workflow["jobs"]![job]!["permissions"]!.Members.Select(member => $"{member.Key.Value}: {member.Value.Text}");
        Assert.Equal(permission is null ? ["contents: read"] : ["contents: read", permission], permissions);
    }
}
