using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Pipelines;

/// <summary>
/// The steps of the projects of CodeBuild, run by the shell that they ask for against a registry on loopback. <c>aws</c> and <c>docker</c> are
/// stand-ins that note what they were called with; what they push is real, and <c>archway</c> is the program itself.
/// </summary>
public sealed class CodeBuildTests
{
    private const ushort Amd64 = 62;
    private const ushort Arm64 = 183;

    [Theory]
    [InlineData("archway")]
    [InlineData("buildx")]
    public async Task The_steps_push_each_platform_by_digest_and_publish_the_tag_last(string join)
    {
        await using var registry = await DebianRegistry.StartAsync(TestContext.Current.CancellationToken);
        using CodeBuildMachine machine = new(registry.Host, Amd64, Arm64);
        var projects = Written.BuildSpecs(await Written.PipelineAsync("codepipeline", "--join", join));

        var amd64 = await machine.BuildAsync(projects["BuildAmd64"], "linux/amd64");
        Assert.False(await machine.HasTagAsync());
        var arm64 = await machine.BuildAsync(projects["BuildArm64"], "linux/arm64");
        Assert.False(await machine.HasTagAsync());
        var published = await machine.PublishAsync(projects["Publish"], amd64.Digest, arm64.Digest);

        Assert.Equal((0, 0, 0), (amd64.ExitCode, arm64.ExitCode, published.ExitCode));
        Assert.NotEqual(amd64.Digest, arm64.Digest);
        Assert.True(await machine.HasTagAsync());
        using ArchwayProgram archway = new();
        var image = (await archway.RunAsync("image", $"{machine.Image}:1.4", "--platform", "linux/amd64", "--platform", "linux/arm64", "--verify", "--format", "json")).Json();
        Assert.Equal("ready", image.GetProperty("status").GetString());
        Assert.Equal(Calls(join, machine, amd64.Digest, arm64.Digest), machine.Calls);
    }

    [Theory]
    [InlineData("archway")]
    [InlineData("buildx")]
    public async Task An_image_that_is_not_of_its_platform_is_not_published(string join)
    {
        await using var registry = await DebianRegistry.StartAsync(TestContext.Current.CancellationToken);
        using CodeBuildMachine machine = new(registry.Host, Amd64, Amd64);
        var projects = Written.BuildSpecs(await Written.PipelineAsync("codepipeline", "--join", join));

        var (amd64, arm64) = (await machine.BuildAsync(projects["BuildAmd64"], "linux/amd64"), await machine.BuildAsync(projects["BuildArm64"], "linux/arm64"));
        var published = await machine.PublishAsync(projects["Publish"], amd64.Digest, arm64.Digest);

        Assert.NotEqual(0, published.ExitCode);
        Assert.False(await machine.HasTagAsync());
    }

    [Fact]
    public async Task A_build_that_fails_tells_no_digest()
    {
        await using var registry = await DebianRegistry.StartAsync(TestContext.Current.CancellationToken);
        using CodeBuildMachine machine = new(registry.Host, Amd64, Arm64);
        var projects = Written.BuildSpecs(await Written.PipelineAsync("codepipeline"));

        var build = await machine.BuildAsync(projects["BuildArm64"], "linux/s390x");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Equal("", build.Digest);
    }

    private static IEnumerable<string> Calls(string join, CodeBuildMachine machine, string amd64, string arm64)
    {
        var (image, host) = (machine.Image, machine.Image.Split('/')[0]);
        string[] login = ["aws ecr get-login-password --region eu-west-1", $"docker login --username AWS --password-stdin {host} < a-token"];
        foreach (var arch in (string[])["amd64", "arm64"])
        {
            yield return "docker buildx create --driver docker-container";
            foreach (var call in login) yield return call;
            yield return $"docker buildx build --builder one --platform linux/{arch} --file services/api/Dockerfile --cache-from type=registry,ref={image}:cache-linux-{arch} "
                + $"--cache-to type=registry,ref={image}:cache-linux-{arch},mode=max,image-manifest=true,oci-mediatypes=true "
                + $"--output type=image,name={image},push-by-digest=true,name-canonical=true,push=true --metadata-file METADATA services/api";
            yield return "docker buildx rm --force one";
        }

        foreach (var call in login) yield return call;
        yield return join == "archway"
            ? $"archway index create {image}:1.4 {image}@{amd64} {image}@{arm64} --require linux/amd64,linux/arm64 --verify"
            : $"docker buildx imagetools create --tag {image}:1.4 {image}@{amd64} {image}@{arm64}";
    }
}
