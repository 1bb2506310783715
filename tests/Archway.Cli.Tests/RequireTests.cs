using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary><c>--require</c>, for those to whom the catalog's word is not enough.</summary>
public sealed class RequireTests
{
    [Theory]
    [InlineData("registry", "--require registry asks for a registry's word")]
    [InlineData("content", "--require content asks for what all of its content says, which --verify reads")]
    public async Task What_only_the_catalog_says_is_not_known(string required, string reason)
    {
        using ArchwayProgram archway = new() { Input = "traefik:v2.11.8\nistio/pilot:1.14.0\nenvoyproxy/envoy:v1.23.0\n" };

        var ran = await archway.RunAsync("scan", "-", "--offline", "--require", required, "--fail-on", "unknown", "--format", "json");

        var images = ran.Json().GetProperty("images").EnumerateArray().ToDictionary(image => image.GetProperty("image").GetString()!);
        Assert.Equal(1, ran.ExitCode);
        Assert.Equal(["broken", "unknown", "unknown"], images.Values.Select(image => image.GetProperty("status").GetString()));
        Assert.Equal(
            $"no registry was asked: --offline; only the catalog says that it runs: Traefik has arm64 images since 1.3.8; {reason}",
            images["docker.io/library/traefik:v2.11.8"].GetProperty("because").GetString());
        Assert.Contains("only the catalog says that it does not run", images["docker.io/istio/pilot:1.14.0"].GetProperty("because").GetString(),
            StringComparison.Ordinal);
        Assert.Equal("arm64 from 1.15.0 on", images["docker.io/istio/pilot:1.14.0"].GetProperty("advice")[0].GetString());
    }

    [Theory]
    [InlineData("linux/amd64 linux/arm64", "registry", "ready")]
    [InlineData("linux/amd64 linux/arm64", "content", "unknown")]
    [InlineData("linux/amd64", "registry", "blocked")]
    [InlineData("linux/amd64", "content", "blocked")]
    public async Task What_holds_the_image_speaks_for_it_until_its_content_is_asked_for(string platforms, string required, string status)
    {
        using TempFolder folder = new();
        LayoutFolder.Write(Path.Combine(folder.Path, "layout"), "app:1", Images.Index(platforms.Split(' ')));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var scanned = await archway.RunAsync("scan", $"oci:{folder.Path}/layout", "--require", required, "--format", "json");
        var inDepth = await archway.RunAsync("image", $"oci:{folder.Path}/layout", "--require", required, "--format", "json");

        Assert.Equal(status, scanned.Json().GetProperty("images")[0].GetProperty("status").GetString());
        Assert.Equal(status, inDepth.Json().GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("oci:layout")]
    [InlineData("oci:./layout:app:1")]
    public async Task A_relative_path_starts_from_the_folder_that_the_command_runs_in(string source)
    {
        using TempFolder folder = new();
        LayoutFolder.Write(Path.Combine(folder.Path, "layout"), "app:1", Images.Index("linux/arm64"));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var scanned = (await archway.RunAsync("scan", source, "--format", "json")).Json().GetProperty("images")[0];
        var inDepth = (await archway.RunAsync("image", source, "--format", "json")).Json();

        Assert.All([scanned, inDepth], image => Assert.Equal(
            (source, "ready"), (image.GetProperty("image").GetString(), image.GetProperty("status").GetString())));
    }

    [Fact]
    public async Task What_is_required_is_a_setting_like_any_other()
    {
        using ArchwayProgram archway = new() { Input = "traefik:v2.11.8\n" };
        archway.With("ARCHWAY_REQUIRE", "registry");

        Assert.Contains("UNKNOWN", (await archway.RunAsync("scan", "-", "--offline")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_nobody_can_give_is_a_usage_error()
    {
        using ArchwayProgram archway = new() { Input = "traefik:v2.11.8\n" };

        Assert.Equal(2, (await archway.RunAsync("scan", "-", "--require", "hearsay")).ExitCode);
    }
}
