using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>What Docker's Buildx is asked, by a stand-in; and, where that is asked for, what the engine of this machine makes of it.</summary>
public sealed class BuildxTests
{
    [Fact]
    public async Task Buildx_builds_each_platform_at_its_node_and_pushes_by_digest()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var folder = new TempFolder().With("Dockerfile", "FROM scratch\n");
        foreach (var architecture in new[] { "amd64", "arm64" }) registry.Put("app", architecture, Images.Attested($"linux/{architecture}"));
        DockerStandIn docker = new(folder.Path, "docker-container", ("linux/amd64", Images.Attested("linux/amd64").Digest.ToString()), ("linux/arm64", Images.Attested("linux/arm64").Digest.ToString()));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("PATH", $"{folder.Path}:/usr/bin:/bin");

        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--node", "linux/arm64=ssh://build@graviton", "--node", "linux/amd64=here",
            "--build-arg", "VERSION=1", "--no-verify", ".");

        Assert.True(ran.ExitCode == 0, ran.Error);
        var called = docker.Called;
        var name = Assert.Single(called, line => line.StartsWith("buildx create ", StringComparison.Ordinal)).Split(' ')[3];
        Assert.Contains($"buildx create --name {name} --driver docker-container --platform linux/arm64 ssh://build@graviton", called);
        Assert.Contains(called, line => line.Contains($"--builder {name} --platform linux/arm64 --output type=image,name={registry.Host}/app,push-by-digest=true,name-canonical=true,push=true", StringComparison.Ordinal)
            && line.EndsWith($"--build-arg VERSION=1 {folder.Path}", StringComparison.Ordinal));
        Assert.Contains(called, line => line.Contains("--builder here --platform linux/amd64 ", StringComparison.Ordinal));
        Assert.Equal($"buildx rm --force {name}", called[^1]);
        var entries = (await archway.RunAsync("index", "list", $"{registry.Host}/app:1", "--format", "json")).Json().GetProperty("entries").EnumerateArray();
        Assert.Equal(["attestation", "attestation", "image", "image"], entries.Select(entry => entry.GetProperty("kind").GetString()).Order());
    }

    [Fact]
    public async Task A_build_that_misses_a_platform_is_refused()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var folder = new TempFolder().With("Dockerfile", "FROM scratch\n");
        var only = Images.Attested("linux/amd64");
        registry.Put("app", "amd64", only);
        _ = new DockerStandIn(folder.Path, "docker-container", ("linux/amd64,linux/arm64", only.Digest.ToString()));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("PATH", $"{folder.Path}:/usr/bin:/bin");

        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--with", "buildx", ".");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("linux/arm64 is required and missing; it would have linux/amd64", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_builds_that_is_said_with_what_to_do()
    {
        using var folder = new TempFolder().With("Dockerfile", "FROM scratch\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("PATH", folder.Path);

        var ran = await archway.RunAsync("build", "-t", "oci:out", ".");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("neither docker nor buildah is on the PATH", ran.Error, StringComparison.Ordinal);
    }

    // It builds for all platforms at once, and pushes nothing by digest.
    [Theory]
    [InlineData(null)]
    [InlineData("--builder-option=--builder=mine")]
    public async Task From_the_engine_s_own_builder_an_archive_is_taken(string? option)
    {
        await using var registry = await TestRegistry.StartAsync();
        using var folder = new TempFolder().With("Dockerfile", "FROM scratch\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        DockerStandIn docker = new(folder.Path, "docker", ("linux/amd64,linux/arm64",
            await DockerStandIn.ArchiveAsync(archway, registry, folder.Path, Images.Attested("linux/amd64", "linux/arm64"))));
        archway.With("PATH", $"{folder.Path}:/usr/bin:/bin");

        var ran = await archway.RunAsync(["build", "-t", $"{registry.Host}/app:1", "--with", "buildx", "--no-verify", .. option is null ? [] : new[] { option }, "."]);

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(option is null ? "buildx inspect" : "buildx inspect mine", docker.Called[0]);
        Assert.Contains("--platform linux/amd64,linux/arm64 --output type=oci,dest=", docker.Called[1], StringComparison.Ordinal);
        Assert.DoesNotContain("--builder mine", docker.Called[1], StringComparison.Ordinal);
        Assert.Equal(option is not null, docker.Called[1].Contains("--builder=mine", StringComparison.Ordinal));
        Assert.Equal(2, (await archway.RunAsync("image", $"{registry.Host}/app:1", "--format", "json")).Json().GetProperty("platforms").GetArrayLength());
    }

    [Fact]
    public async Task A_builder_of_its_own_option_that_is_not_the_engine_s_pushes_by_digest()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var folder = new TempFolder().With("Dockerfile", "FROM scratch\n");
        var image = Images.Attested("linux/amd64", "linux/arm64");
        registry.Put("app", "pushed", image);
        DockerStandIn docker = new(folder.Path, "remote", ("linux/amd64,linux/arm64", image.Digest.ToString()));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("PATH", $"{folder.Path}:/usr/bin:/bin");

        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--with", "buildx", "--builder-option=--builder", "--builder-option=mine", "--no-verify", ".");
        var both = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--with", "buildx", "--builder-option=--builder=mine", "--node", "linux/arm64=other", ".");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal("buildx inspect mine", docker.Called[0]);
        Assert.Contains("push-by-digest=true", docker.Called[1], StringComparison.Ordinal);
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("--node names the builder of a platform, and --builder-option names mine for all; leave one out", both.Error, StringComparison.Ordinal);
    }

    // ARCHWAY_DOCKER=1 builds with the engine's own builder; an address, as tcp://127.0.0.1:1234, is that of a BuildKit, which pushes by digest.
    [Fact]
    public async Task Docker_itself_builds_for_both_where_that_is_asked_for()
    {
        var asked = Environment.GetEnvironmentVariable("ARCHWAY_DOCKER");
        Assert.SkipUnless(asked is { Length: > 0 }, "set ARCHWAY_DOCKER=1 to build with the Docker engine of this machine, see CONTRIBUTING.md");
        Assert.SkipUnless(await AnswersAsync("version") && await AnswersAsync("inspect"), "docker buildx version, or docker buildx inspect, fails: there is no Buildx, or no engine");
        await using var registry = await DebianRegistry.StartAsync(TestContext.Current.CancellationToken);
        using var folder = new TempFolder().With("Dockerfile", "FROM scratch\nARG TARGETARCH\nCOPY busybox-$TARGETARCH /busybox\nENTRYPOINT [\"/busybox\"]\n");
        foreach (var architecture in new[] { DebianArchitecture.Amd64, DebianArchitecture.Arm64 })
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, $"busybox-{architecture.Name}"),
                await DebianArchive.ReadFileAsync(await DebianPackages.GetOneAsync(architecture, "busybox-static"), "bin/busybox", TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("PATH", Environment.GetEnvironmentVariable("PATH")!);
        string[] nodes = asked!.Contains("://", StringComparison.Ordinal) ? ["--node", $"linux/amd64={asked}", "--node", $"linux/arm64={asked}"] : [];

        var ran = await archway.RunAsync(["build", "-t", $"{registry.Host}/team/busybox:1", "--with", "buildx", .. nodes, "--verify", "."]);

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(nodes.Length > 0, ran.Error.Contains("pushing manifest for", StringComparison.Ordinal));
        var judged = (await archway.RunAsync("image", $"{registry.Host}/team/busybox:1", "--verify", "--format", "json", "-p", "linux/amd64", "-p", "linux/arm64")).Json();
        Assert.Equal(["verified", "verified"], judged.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("verification").GetString()));
    }

    private static async Task<bool> AnswersAsync(string command)
    {
        try
        {
            await Tool.RunAsync("docker", ["buildx", command], "", TestContext.Current.CancellationToken);
            return true;
        }
        catch (Exception e) when (e is ToolException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
