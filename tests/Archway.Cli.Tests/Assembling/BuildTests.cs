using Archway.Cli.Tests.Building;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Dockerfiles built with buildah for amd64 and arm64, joined and verified; and what Docker's Buildx would be asked.</summary>
public sealed class BuildTests(Builder builder)
{
    private const string CProgram = """
        #include <stdio.h>
        int main(void) { puts("hello"); return 0; }
        """;

    [Fact]
    public async Task A_program_in_C_is_built_for_both_joined_and_verified()
    {
        Builder.SkipUnlessItBuilds();
        await using var registry = await DebianRegistry.StartAsync(Stop);
        using var folder = new TempFolder().With("hello.c", CProgram).With("Dockerfile", await builder.FillInAsync(
            """
            FROM IMAGES/c:1
            COPY hello.c .
            RUN tcc -o /hello hello.c
            ENTRYPOINT ["/hello"]
            """));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("PATH", $"{await builder.WrapAsync(folder.Path)}:/usr/bin");

        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/team/hello:1", "--with", "buildah", "--platform", "linux/amd64,linux/arm64", "--verify", ".");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Contains("linux/arm64 | ", ran.Error, StringComparison.Ordinal);
        var judged = (await archway.RunAsync("image", $"{registry.Host}/team/hello:1", "--verify", "--format", "json", "-p", "linux/amd64", "-p", "linux/arm64")).Json();
        Assert.Equal(["verified", "verified"], judged.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("verification").GetString()));
        Assert.Equal("hello\n", await builder.RunAsync($"{registry.Host}/team/hello:1", "linux/arm64", "/hello"));
    }

    [Fact]
    public async Task A_build_that_copies_a_program_of_the_wrong_machine_is_not_published()
    {
        Builder.SkipUnlessItBuilds();
        await using var registry = await TestRegistry.StartAsync();
        using var folder = new TempFolder().With("Dockerfile", "FROM scratch\nCOPY busybox /busybox\nENTRYPOINT [\"/busybox\"]\n");
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "busybox"), await Builder.BusyboxAsync(), Stop);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("PATH", $"{await builder.WrapAsync(folder.Path)}:/usr/bin");

        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--with", "buildah", ".");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("is not published: linux/arm64", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(registry.Log, request => request.Method is "PUT" or "POST");
    }

    [Fact]
    public async Task A_build_that_fails_says_so_in_its_own_words()
    {
        Builder.SkipUnlessItBuilds();
        using var folder = new TempFolder().With("Dockerfile", "FROM scratch\nCOPY gone /gone\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("PATH", $"{await builder.WrapAsync(folder.Path)}:/usr/bin");

        var ran = await archway.RunAsync("build", "-t", "oci:out", "--with", "buildah", ".");

        Assert.Equal(2, ran.ExitCode);
        Assert.Matches("linux/amd64: buildah build answered [0-9]+: .*gone", ran.Error);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }

    [Fact]
    public async Task Buildx_builds_each_platform_at_its_node_and_pushes_by_digest()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var folder = new TempFolder().With("Dockerfile", "FROM scratch\n");
        foreach (var architecture in new[] { "amd64", "arm64" }) registry.Put("app", architecture, Images.Attested($"linux/{architecture}"));
        WriteDocker(folder.Path, ("linux/amd64", Images.Attested("linux/amd64")), ("linux/arm64", Images.Attested("linux/arm64")));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("PATH", $"{folder.Path}:/usr/bin:/bin");

        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--node", "linux/arm64=ssh://build@graviton", "--node", "linux/amd64=here",
            "--build-arg", "VERSION=1", "--no-verify", ".");

        Assert.True(ran.ExitCode == 0, ran.Error);
        var called = File.ReadAllLines(Path.Combine(folder.Path, "called"));
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
        WriteDocker(folder.Path, ("linux/amd64,linux/arm64", only));
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

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // What docker buildx 0.29 was seen to do of what is asked of it: it notes the call, and tells the digest that it pushed.
    private static void WriteDocker(string folder, params (string Platforms, StoredImage Pushed)[] builds)
    {
        var cases = string.Concat(builds.Select(build => $"    *\"--platform {build.Platforms} \"*) digest={build.Pushed.Digest} ;;\n"));
        var file = Path.Combine(folder, "docker");
        File.WriteAllText(file, $$"""
            #!/bin/sh
            echo "$@" >> {{folder}}/called
            [ "$2" = build ] || exit 0
            case "$*" in
            {{cases}}esac
            while [ $# -gt 0 ]; do
              [ "$1" = --metadata-file ] && printf '{"containerimage.digest":"%s"}' "$digest" > "$2"
              shift
            done
            echo "#1 building"

            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
