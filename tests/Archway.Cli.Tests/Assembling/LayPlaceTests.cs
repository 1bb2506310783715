using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Archway.Cli.Tests.Building;
using Archway.Oci.Content;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Where added files come to lie in a base that has links, folders and files of its own.</summary>
public sealed class LayPlaceTests(Builder builder)
{
    [Fact]
    public async Task Files_below_a_link_of_the_base_lie_where_it_leads_and_the_base_s_folders_stay()
    {
        await using var registry = await TestRegistry.StartAsync();
        var below = registry.Put("base", "1", await BaseAsync());
        using var folder = new TempFolder().With("app/x.conf", "x").With("app/deep/y.conf", "y");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "linked"), "app");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--base", below, "--add", "linked:/lib", "--add", "app/x.conf:/etc");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(["etc/x.conf", "usr/lib/deep/", "usr/lib/deep/y.conf", "usr/lib/x.conf"], await TopLayerAsync(registry.Host, "app"));
    }

    [Fact]
    public async Task A_runtime_finds_what_was_added_and_all_that_the_base_had()
    {
        Builder.SkipUnlessItBuilds();
        await using var registry = await DebianRegistry.StartAsync(Stop);
        using var folder = new TempFolder().With("app/x.conf", "added\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--base", await builder.FillInAsync("IMAGES/c:1"), "--add", "app:/lib", "--entrypoint", "/bin/busybox");

        Assert.True(ran.ExitCode == 0, ran.Error);
        foreach (var (platform, triplet) in new[] { ("linux/amd64", "x86_64-linux-gnu"), ("linux/arm64", "aarch64-linux-gnu") })
            Assert.Equal($"added\n/lib/{triplet}/libc.so.6\n", await builder.RunAsync($"{registry.Host}/app:1", platform, "/bin/busybox", "sh", "-c", $"cat /lib/x.conf; ls /lib/{triplet}/libc.so.6"));
    }

    [Theory]
    [InlineData("a file at /etc/motd, and a folder is needed there", "app:/etc/motd")]
    [InlineData("a file at /etc/motd, and a folder is needed there", "app:/etc/motd/deeper")]
    [InlineData("a link at /motd to the file /etc/motd, and a folder is needed there", "app:/motd/x")]
    [InlineData("a link at /nowhere that leads nowhere, and a folder is needed there", "app:/nowhere")]
    [InlineData("a link at /lib to the folder /usr/lib, which would be gone", "named:/")]
    [InlineData("a folder at /usr/lib, which would be gone with all that is in it", "named:/usr")]
    public async Task What_the_base_has_in_the_way_is_named(string obstacle, string added)
    {
        await using var registry = await TestRegistry.StartAsync();
        var below = registry.Put("base", "1", await BaseAsync());
        using var folder = new TempFolder().With("app/x.conf", "x").With("named/lib", "a file");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--base", below, "--add", added);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains($"cannot be laid over {below}: for linux/amd64 that has {obstacle}; name another place", ran.Error, StringComparison.Ordinal);
        Assert.Contains(added.StartsWith("app", StringComparison.Ordinal) ? "app" : "named/lib", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(registry.Log, request => request.Method is "PUT" or "POST");
    }

    [Fact]
    public async Task Two_files_of_one_place_and_a_file_where_the_other_layer_has_a_folder_are_refused()
    {
        await using var registry = await TestRegistry.StartAsync();
        var below = registry.Put("base", "1", await BaseAsync());
        using var folder = new TempFolder().With("both/lib/x", "1").With("both/usr/lib/x", "2").With("all/data/x", "x").With("arm/data", "x");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var twice = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--base", below, "--add", "both:/");
        var clash = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--base", below, "--add", "all:/srv", "--add", "linux/arm64=arm:/srv");

        Assert.Equal((2, 2), (twice.ExitCode, clash.ExitCode));
        Assert.Contains("would both be /usr/lib/x", twice.Error, StringComparison.Ordinal);
        Assert.Contains("would be /srv/data, where what is added for every platform has a folder", clash.Error, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<StoredImage> BaseAsync()
    {
        var layer = await Layer.OfAsync("ADD rootfs /", async tar =>
        {
            foreach (var made in new[] { "etc", "usr", "usr/lib", "usr/bin" }) await tar.AddFolderAsync(made);
            await tar.AddLinkAsync("lib", "usr/lib");
            await tar.AddLinkAsync("motd", "/etc/motd");
            await tar.AddLinkAsync("nowhere", "gone/with/the/wind");
            await tar.AddFileAsync("etc/motd", "hello"u8.ToArray());
            await tar.AddFileAsync("usr/bin/run", "#!/nothing\n"u8.ToArray());
        });
        return Images.Over(MediaTypes.OciIndex,
            [.. new[] { "linux/amd64", "linux/arm64" }.Select(platform => RealImages.Entry(new ImageRecipe { Platform = platform, Layers = [layer] }))]);
    }

    private static async Task<string[]> TopLayerAsync(string host, string repository)
    {
        using HttpClient client = new();
        client.DefaultRequestHeaders.Add("Accept", $"{MediaTypes.OciIndex}, {MediaTypes.OciManifest}");
        async Task<JsonElement> ManifestAsync(string name) => JsonDocument.Parse(await client.GetStringAsync(new Uri($"http://{host}/v2/{repository}/manifests/{name}"), Stop)).RootElement;
        var first = await ManifestAsync((await ManifestAsync("1")).GetProperty("manifests")[0].GetProperty("digest").GetString()!);
        var digest = first.GetProperty("layers").EnumerateArray().Last().GetProperty("digest").GetString();
        await using GZipStream unpacked = new(await client.GetStreamAsync(new Uri($"http://{host}/v2/{repository}/blobs/{digest}"), Stop), CompressionMode.Decompress);
        await using TarReader tar = new(unpacked);
        List<string> names = [];
        while (await tar.GetNextEntryAsync(cancellationToken: Stop) is { } entry) names.Add(entry.Name);
        return [.. names];
    }
}
