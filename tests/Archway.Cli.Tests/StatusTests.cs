using System.Text.Json;
using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>The status of an image of every shape, in a real docker-registry.</summary>
public sealed class StatusTests(StatusTests.Fleet fleet) : IClassFixture<StatusTests.Fleet>
{
    [Theory]
    [InlineData("index", "ready", "its index lists linux/arm64")]
    [InlineData("index-amd64", "blocked", "it has linux/amd64")]
    [InlineData("docker-list", "ready", "its index lists linux/arm64")]
    [InlineData("docker-list-amd64", "blocked", "it has linux/amd64, linux/s390x")]
    [InlineData("single-arm64", "ready", "its config says linux/arm64")]
    [InlineData("single-amd64", "blocked", "it has linux/amd64")]
    [InlineData("docker-single-arm64", "ready", "its config says linux/arm64")]
    [InlineData("docker-single-amd64", "blocked", "it has linux/amd64")]
    [InlineData("attested", "ready", "its index lists linux/arm64")]
    [InlineData("attested-amd64", "blocked", "it has linux/amd64")]
    [InlineData("variant-v8", "ready", "its index lists linux/arm64/v8")]
    [InlineData("only-arm-v7", "blocked", "it has linux/arm/v7, linux/arm/v6")]
    [InlineData("only-arm64-v9", "blocked", "it has linux/arm64/v9")]
    [InlineData("nested", "ready", "its index lists linux/arm64")]
    [InlineData("nested-amd64", "blocked", "it has linux/amd64")]
    [InlineData("windows", "blocked", "it has windows/amd64")]
    [InlineData("windows-and-linux", "ready", "its index lists linux/arm64")]
    [InlineData("windows-arm64", "blocked", "it has windows/arm64")]
    [InlineData("artifact", "blocked", "no container image but an artifact (application/vnd.cncf.helm.config.v1+json)")]
    [InlineData("artifact-in-index", "blocked", "it has linux/amd64")]
    [InlineData("no-platform-beside", "ready", "its index lists linux/arm64")]
    [InlineData("no-platform-amd64", "blocked", "it has linux/amd64")]
    [InlineData("no-platform-arm64", "unknown", "whose config says linux/arm64")]
    [InlineData("no-platform-alone", "unknown", "its index names no platform")]
    [InlineData("empty-platform", "ready", "its index lists linux/arm64")]
    [InlineData("config-without-platform", "unknown", "its config names no platform")]
    [InlineData("no-such-tag", "missing", "no 'latest'")]
    public async Task An_image_of_every_shape_has_its_status(string name, string status, string because)
    {
        var image = (await fleet.ImagesAsync()).Single(image => image.GetProperty("image").GetString() == fleet.Reference(name));

        Assert.Equal((status, because), (image.GetProperty("status").GetString(), because));
        Assert.Contains(because, image.GetProperty("because").GetString(), StringComparison.Ordinal);
        if (status is "ready" or "blocked" or "missing") Assert.Equal("registry", image.GetProperty("evidence")[0].GetProperty("source").GetString());
    }

    [Fact]
    public async Task A_digest_selects_one_platform_whatever_the_tag_beside_it_has()
    {
        var child = Images.Index("linux/amd64", "linux/arm64").Children[0].Digest;
        using ArchwayProgram archway = new() { Input = $"{fleet.Reference("index")}@{child}\n{fleet.Reference("index")}@{Digest.Of("nothing"u8)}\n" };

        var images = (await archway.RunAsync("scan", "-", "--format", "json")).Json().GetProperty("images").EnumerateArray().ToArray();

        Assert.Equal(["missing", "update"], images.Select(image => image.GetProperty("status").GetString()));
        Assert.Equal(child.ToString(), images[1].GetProperty("digest").GetString());
    }

    [Fact]
    public async Task An_image_in_depth_shows_every_platform_with_digest_size_and_config()
    {
        using ArchwayProgram archway = new();

        var image = (await archway.RunAsync("image", fleet.Reference("attested"), "--format", "json")).Json();

        Assert.Equal("ready", image.GetProperty("status").GetString());
        Assert.Equal(["linux/amd64", "linux/arm64"], image.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("platform").GetString()));
        var entry = image.GetProperty("entries")[1];
        Assert.Equal("/app", entry.GetProperty("config").GetProperty("entrypoint")[0].GetString());
        Assert.True(entry.GetProperty("size").GetInt64() > 0);
        Assert.True(entry.GetProperty("layerBytes").GetInt64() > 0);
        Assert.Equal(MediaTypes.OciManifest, entry.GetProperty("mediaType").GetString());
    }

    [Fact]
    public async Task In_depth_a_platform_whose_manifest_is_not_there_is_broken()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("team/app", "1", Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false),
            (Images.Attestation(), Images.Entry("linux/arm64", docker: false).Entry)));
        using ArchwayProgram archway = new();

        var image = (await archway.RunAsync("image", reference, "--platform", "linux/arm64", "--platform", "linux/amd64", "--format", "json")).Json();

        Assert.Equal(["broken", "ready"], image.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("status").GetString()));
        Assert.Contains("there is no manifest sha256:", image.GetProperty("because").GetString(), StringComparison.Ordinal);
        Assert.Equal("its manifest is not there", image.GetProperty("entries")[1].GetProperty("problem").GetString());
    }

    [Fact]
    public async Task The_table_of_one_image_reads_well()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("image", fleet.Reference("windows-and-linux"), fleet.Reference("docker-single-amd64"));

        var stable = System.Text.RegularExpressions.Regex.Replace(ran.ToString().Replace(fleet.Host, "registry.test", StringComparison.Ordinal),
            "at 20[^ \n]*Z", "at TIME");
        Golden.Equal("Image.Two_images", stable);
    }

    /// <summary>One registry with one image a shape, scanned once.</summary>
    public sealed class Fleet : IAsyncLifetime
    {
        private static readonly Dictionary<string, StoredImage> Shapes = new()
        {
            ["index"] = Images.Index("linux/amd64", "linux/arm64"),
            ["index-amd64"] = Images.Index("linux/amd64"),
            ["docker-list"] = Images.DockerList("linux/amd64", "linux/arm64"),
            ["docker-list-amd64"] = Images.DockerList("linux/amd64", "linux/s390x"),
            ["single-arm64"] = Images.Manifest("linux/arm64"),
            ["single-amd64"] = Images.Manifest("linux/amd64"),
            ["docker-single-arm64"] = Images.Manifest("linux/arm64", docker: true),
            ["docker-single-amd64"] = Images.Manifest("linux/amd64", docker: true),
            ["attested"] = Images.Attested("linux/amd64", "linux/arm64"),
            ["attested-amd64"] = Images.Attested("linux/amd64"),
            ["variant-v8"] = Images.Index("linux/amd64", "linux/arm64/v8"),
            ["only-arm-v7"] = Images.Index("linux/arm/v7", "linux/arm/v6"),
            ["only-arm64-v9"] = Images.Index("linux/arm64/v9"),
            ["nested"] = Nested("linux/amd64", "linux/arm64"),
            ["nested-amd64"] = Nested("linux/amd64"),
            ["windows"] = Images.Index("windows/amd64"),
            ["windows-and-linux"] = Images.Index("windows/amd64", "linux/amd64", "linux/arm64"),
            ["windows-arm64"] = Images.Index("windows/arm64"),
            ["artifact"] = Images.Artifact(),
            ["artifact-in-index"] = Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false),
                (Images.Artifact(), Images.Artifact().Entry("\"artifactType\":\"application/vnd.cncf.helm.config.v1+json\""))),
            ["no-platform-beside"] = Images.Over(MediaTypes.OciIndex, Images.Entry("linux/arm64", docker: false), Bare("linux/amd64")),
            ["no-platform-amd64"] = Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false), Bare("linux/s390x")),
            ["no-platform-arm64"] = Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false), Bare("linux/arm64")),
            ["no-platform-alone"] = Images.Over(MediaTypes.OciIndex, Bare("linux/amd64")),
            ["empty-platform"] = Images.Over(MediaTypes.OciIndex, Images.Entry("linux/arm64", docker: false), EmptyPlatform()),
            ["config-without-platform"] = Images.WithoutPlatform(),
        };

        private DebianRegistry? _registry;
        private Task<JsonElement[]>? _scan;

        internal string Host
        {
            get
            {
                DebianRegistry.SkipUnlessInstalled();
                return _registry!.Host;
            }
        }

        internal string Reference(string name) => $"{Host}/shapes/{name}:latest";

        internal Task<JsonElement[]> ImagesAsync() => _scan ??= ScanAsync();

        public async ValueTask InitializeAsync()
        {
            if (!DebianRegistry.IsInstalled) return;
            _registry = await DebianRegistry.StartAsync(TestContext.Current.CancellationToken);
            foreach (var (name, image) in Shapes) await _registry.PushAsync($"shapes/{name}", "latest", image, TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            if (_registry is not null) await _registry.DisposeAsync();
        }

        private async Task<JsonElement[]> ScanAsync()
        {
            using ArchwayProgram archway = new() { Input = string.Join('\n', Shapes.Keys.Append("no-such-tag").Select(Reference)) };
            return [.. (await archway.RunAsync("scan", "-", "--format", "json")).Json().GetProperty("images").EnumerateArray()];
        }

        private static StoredImage Nested(params string[] platforms)
        {
            var inner = Images.Index(platforms);
            return Images.Over(MediaTypes.OciIndex, (inner, inner.Entry("")));
        }

        private static (StoredImage, string) Bare(string platform) => (Images.Manifest(platform), Images.Manifest(platform).Entry(""));

        private static (StoredImage, string) EmptyPlatform() => (Images.Manifest("linux/amd64"), Images.Manifest("linux/amd64").Entry("\"platform\":{}"));
    }
}
