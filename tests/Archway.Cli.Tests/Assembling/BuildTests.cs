using Archway.Cli.Tests.Building;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Dockerfiles built with buildah for amd64 and arm64, joined and verified.</summary>
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

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
