using System.Text.Json;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Verifying;

/// <summary>The images that other tests verify: that they are what they are said to be.</summary>
public sealed class DebianImageTests(RealImageRegistry registry)
{
    [Theory]
    [InlineData("amd64", "amd64", "linux/amd64")]
    [InlineData("arm64", "arm64", "linux/arm64")]
    [InlineData("docker-arm64", "arm64", "linux/arm64")]
    public async Task An_image_of_packages_has_their_programs_alone(string shape, string architecture, string machine)
    {
        var (image, reference) = await registry.PushAsync("app/redis", shape, () => RealImages.OfAsync("redis", shape));

        using var inspected = JsonDocument.Parse(await Installed.RunAsync("skopeo", "skopeo", "inspect", "--tls-verify=false", "--config", $"docker://{reference}"));
        Assert.Equal(architecture, inspected.RootElement.GetProperty("architecture").GetString());
        Assert.Equal(3, inspected.RootElement.GetProperty("rootfs").GetProperty("diff_ids").GetArrayLength());
        var tree = await UnpackedTree.OfAsync(image);
        Assert.InRange(tree.Machines.Count, 300, 2000);
        Assert.InRange(tree.Files, tree.Machines.Count, 20_000);
        Assert.Empty(tree.ForeignTo(machine));
        Assert.Equal(machine, tree.Machines["/usr/bin/dash"]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task A_layer_unpacked_by_its_own_program_has_the_digest_that_the_config_names(string program)
    {
        var image = await RealImageRegistry.MakeAsync(() => program == "zstd" ? RealImages.ZstdAsync() : RealImages.OfAsync("python", "arm64"));
        using TempFolder folder = new();
        var layer = Path.Combine(folder.Path, "layer");
        await File.WriteAllBytesAsync(layer, image.Blobs[2], TestContext.Current.CancellationToken);

        var summed = await Tool.RunAsync("sh", ["-c", $"{program} -dc < {layer} | sha256sum"], "", TestContext.Current.CancellationToken);

        using var config = JsonDocument.Parse(image.Blobs[0]);
        Assert.Equal($"sha256:{summed[..64]}", config.RootElement.GetProperty("rootfs").GetProperty("diff_ids")[1].GetString());
    }

    [Fact]
    public async Task A_hidden_library_is_not_in_the_tree_and_one_of_another_name_is()
    {
        Assert.Equal([StrayImages.Path], await ForeignAsync(StrayImages.PlainAsync));
        Assert.Equal(["/opt/app/libz.so"], await ForeignAsync(StrayImages.HardLinkedAsync));
        Assert.Empty(await ForeignAsync(StrayImages.WhiteoutAsync));
        Assert.Empty(await ForeignAsync(StrayImages.OverwrittenAsync));
        Assert.Empty(await ForeignAsync(StrayImages.OpaqueAsync));
        Assert.Empty(await ForeignAsync(StrayImages.ThroughLinkAsync));
        Assert.Equal(["/app/node_modules/sharp/build/linux-x64/libz.so.1"], await ForeignAsync(StrayImages.MultiNativeAsync));
    }

    private static async Task<IEnumerable<string>> ForeignAsync(Func<Task<StoredImage>> make) =>
        (await UnpackedTree.OfAsync(await RealImageRegistry.MakeAsync(make))).ForeignTo("linux/arm64");
}
