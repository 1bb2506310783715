using System.Diagnostics;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Pipelines;

/// <summary>What <c>archway pipeline github --from</c> makes of workflows that build by emulation.</summary>
public sealed class ConversionTests
{
    private const string File = ".github/workflows/image.yml";

    public static TheoryData<string, string> All()
    {
        TheoryData<string, string> all = [];
        foreach (var name in Workflows.Names)
        {
            all.Add(name, "archway");
            all.Add(name, "buildx");
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_workflow_becomes_a_matrix_of_machines_and_a_job_that_joins(string name, string join)
    {
        using TempFolder folder = new TempFolder().With(File, Workflows.Of(name));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync(["pipeline", "github", "--from", File, "--write", "--join", join, .. Workflows.Arguments(name)]);

        Assert.Equal((0, ""), (ran.ExitCode, ran.Output));
        Golden.Equal($"Converted.{name}.{join}", ran.Error + "-----\n" + Read(folder).Replace(ProgramVersion.Text.Split('+')[0], "VERSION", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_comes_of_it_is_a_workflow_by_its_published_schema_and_to_actionlint_and_shellcheck(string name, string join)
    {
        var converted = await ConvertAsync(Workflows.Of(name), ["--join", join, .. Workflows.Arguments(name)]);

        // What stood there before is not asked about: what it named was its author's own.
        await Validator.AcceptsAsync("github", converted, "runner-label", "action");
        using TempFolder folder = new();
        var scripts = Written.Scripts("github", converted).Where(script => script.Contains("$TAGS", StringComparison.Ordinal) || script.Contains("$SLUG", StringComparison.Ordinal)).ToArray();
        for (var i = 0; i < scripts.Length; i++) folder.With($"{i}.sh", scripts[i]);
        if (scripts.Length > 0) await Installed.RunAsync("shellcheck", "shellcheck", ["--shell=bash", .. Directory.EnumerateFiles(folder.Path)]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_diff_makes_what_write_makes_and_there_is_nothing_to_convert_then(string name, string join)
    {
        using GitRepository repository = new GitRepository().With(File, Workflows.Of(name)).Commit();
        using ArchwayProgram archway = new() { WorkingFolder = repository.Path };
        string[] arguments = ["pipeline", "github", "--from", File, "--join", join, .. Workflows.Arguments(name)];

        var diff = (await archway.RunAsync(arguments)).Output;
        repository.With("change.patch", diff).Git("apply", "change.patch");

        Assert.Equal(await ConvertAsync(Workflows.Of(name), ["--join", join, .. Workflows.Arguments(name)]), System.IO.File.ReadAllText(Path.Combine(repository.Path, File)));
        var again = await archway.RunAsync(arguments);
        Assert.Equal((2, ""), (again.ExitCode, again.Output));
    }

    [Fact]
    public async Task Line_ends_stay_as_they_were()
    {
        var converted = await ConvertAsync(Workflows.Metadata.Replace("\n", "\r\n", StringComparison.Ordinal), "--join", "buildx");

        Assert.Equal(await ConvertAsync(Workflows.Metadata, "--join", "buildx"), converted.Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.DoesNotContain("\n", converted.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    needs: test\n", "    strategy: {matrix: {image: [a, b]}}\n", "it has a matrix of its own (image), whose runs would tell their digests under the same names: move the job into a file of its own that is called (on: workflow_call, with image as inputs)")]
    [InlineData("    needs: test\n", "    container: debian\n", "it runs in a container")]
    [InlineData("    needs: test\n", "    services: {registry: {image: registry}}\n", "it has services")]
    [InlineData("platforms: linux/amd64,linux/arm64", "platforms: ${{ inputs.platforms }}", "what it builds for is known only when it runs")]
    [InlineData("platforms: linux/amd64,linux/arm64", "platforms: linux/amd64,windows/amd64", "it builds for windows/amd64")]
    [InlineData("          context: .\n", "          outputs: type=image,push=true\n", "its outputs are told one by one")]
    [InlineData("    name: Image\n    needs: test\n    runs-on: ubuntu-latest", "    runs-on: big-machine", "name the machine of each platform, --runner linux/amd64=LABEL")]
    [InlineData("echo ${{ steps.push.outputs.digest }}", "echo ${{ steps.push.outputs.imageid }}", "uses the image id or the metadata of one build")]
    [InlineData("      - name: Set up QEMU\n", "      - run: docker push acme/other\n      - name: Set up QEMU\n", "would be done once for each platform")]
    [InlineData("      - name: Set up QEMU\n", "      - uses: actions/upload-artifact@v4\n      - name: Set up QEMU\n", "would be done once for each platform")]
    [InlineData("      - name: Image digest\n        run: echo", "      - uses: docker/build-push-action@v6\n      - name: Image digest\n        run: echo", "builds on what the one before it published")]
    [InlineData("run: echo ${{ steps.push.outputs.digest }}", "run: echo ${{ steps.qemu.outputs.platforms }}", "uses what the step qemu tells")]
    [InlineData("docker/setup-qemu-action@v3", "actions/checkout@v4", "has no job that builds for several platforms by emulation")]
    [InlineData("platforms: linux/amd64,linux/arm64", "platforms: linux/arm64", "has no job that builds for several platforms by emulation")]
    [InlineData("jobs:\n", "steps:\n", "it has no jobs")]
    [InlineData("jobs:\n", "jobs: [\n", "workflow.yml:")]
    public async Task What_cannot_be_right_is_refused_with_the_reason(string right, string other, string reason)
    {
        Assert.Contains(right, Workflows.Metadata, StringComparison.Ordinal);
        using TempFolder folder = new TempFolder().With("workflow.yml", Workflows.Metadata.Replace(right, other, StringComparison.Ordinal));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("pipeline", "github", "--from", "workflow.yml");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("gitlab", "--from", "any.yml")]
    [InlineData("github", "--from", "none.yml")]
    [InlineData("github", "--from", "any.yml", "--image", "acme/api")]
    [InlineData("github", "--from", "any.yml", "--output", "other.yml")]
    public async Task What_does_not_go_with_a_conversion_is_refused(string service, params string[] arguments)
    {
        using TempFolder folder = new TempFolder().With("any.yml", Workflows.Metadata);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        Assert.Equal(2, (await archway.RunAsync(["pipeline", service, .. arguments])).ExitCode);
    }

    [Fact]
    public async Task The_repositories_of_tags_are_told_whatever_stands_between_them()
    {
        var script = Written.Scripts("github", await ConvertAsync(Workflows.Dashes)).First(text => text.Contains("END-OF-NAMES", StringComparison.Ordinal));
        using TempFolder folder = new TempFolder().With("script.sh", script);
        ProcessStartInfo start = new("/bin/bash", ["-e", Path.Combine(folder.Path, "script.sh")]);
        start.Environment["TAGS"] = "ghcr.io/acme/api:1.2,  localhost:5000/acme/api\n\nacme/api:latest\nghcr.io/acme/api:1 ";
        start.Environment["GITHUB_OUTPUT"] = Path.Combine(folder.Path, "output");

        using var bash = Process.Start(start)!;
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("names<<END-OF-NAMES\nacme/api\nghcr.io/acme/api\nlocalhost:5000/acme/api\nEND-OF-NAMES\n", System.IO.File.ReadAllText(Path.Combine(folder.Path, "output")));
    }

    private static async Task<string> ConvertAsync(string workflow, params string[] more)
    {
        using TempFolder folder = new TempFolder().With(File, workflow);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var ran = await archway.RunAsync(["pipeline", "github", "--from", File, "--write", .. more]);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return Read(folder);
    }

    private static string Read(TempFolder folder) => System.IO.File.ReadAllText(Path.Combine(folder.Path, File));
}
