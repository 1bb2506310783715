using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Targets that lie within each other, or are the same: what stands in a file counts once.</summary>
public sealed class OverlappingTargetTests
{
    [Theory]
    [InlineData(".", "./sub")]
    [InlineData("./sub", ".")]
    [InlineData(".", ".")]
    [InlineData(".", "sub/", "./sub/Dockerfile", "dir:.")]
    [InlineData("sub/Dockerfile", "sub", "Dockerfile", "compose.yaml")]
    public async Task A_file_is_read_once_however_many_targets_hold_it(params string[] targets)
    {
        using TempFolder folder = new TempFolder()
            .With("Dockerfile", "FROM example.com/acme/base:1\n")
            .With("compose.yaml", "services: {a: {image: 'example.com/acme/api:1'}}\n")
            .With("sub/Dockerfile", "FROM example.com/acme/base:1\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync(["scan", .. targets, "--offline", "--format", "json"]);

        Assert.Equal(ExitCodes.Done, ran.ExitCode);
        var looked = ran.Json().GetProperty("looked");
        Assert.Equal((3, 3, 2), (looked.GetProperty("files").GetInt32(), looked.GetProperty("references").GetInt32(), looked.GetProperty("images").GetInt32()));
        Assert.Equal(2, UsedAt(ran.Json(), "example.com/acme/base:1"));
    }

    [Fact]
    public async Task What_the_outer_target_passes_by_the_inner_one_still_brings()
    {
        using TempFolder folder = new TempFolder()
            .With("Dockerfile", "FROM example.com/acme/base:1\n")
            .With("archway.yaml", "paths: {exclude: [vendor/]}\n")
            .With("vendor/Dockerfile", "FROM example.com/acme/other:1\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", ".", "./vendor", "--offline", "--format", "json");

        Assert.Equal(1, UsedAt(ran.Json(), "example.com/acme/other:1"));
        Assert.Equal(3, ran.Json().GetProperty("looked").GetProperty("files").GetInt32());
    }

    [Fact]
    public async Task A_target_that_holds_nothing_is_still_an_error()
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM example.com/acme/base:1\n").With("empty/notes.txt", "nothing\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        Assert.Equal(ExitCodes.Failed, (await archway.RunAsync("scan", ".", "./empty", "--offline")).ExitCode);
    }

    private static int UsedAt(JsonElement report, string image) =>
        report.GetProperty("images").EnumerateArray().Single(one => one.GetProperty("image").GetString() == image).GetProperty("usedAt").GetInt32();
}
