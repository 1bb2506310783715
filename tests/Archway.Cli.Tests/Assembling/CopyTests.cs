using System.Text.Json;
using Archway.Cli.Tests.Verifying;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Copies between real registries, registries with the referrers API, layouts and archives, read back byte for byte by skopeo.</summary>
public sealed class CopyTests
{
    public static TheoryData<string> AllShapes =>
        ["attested", "docker list", "nested", "single", "variants", "zstd", "windows", "without platform", "artifact", "odd members"];

    [Theory]
    [MemberData(nameof(AllShapes))]
    public async Task Every_shape_goes_from_registry_to_registry_byte_for_byte(string shape)
    {
        await using var from = await DebianRegistry.StartAsync(Stop);
        await using var to = await DebianRegistry.StartAsync(Stop);
        var image = await MakeAsync(shape);
        var reference = await from.PushAsync("team/app", "1", image, Stop);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{to.Host}/far/app:2", "--format", "json");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(image.Digest.ToString(), ran.Json().GetProperty("copies")[0].GetProperty("digest").GetString());
        await AssertSameAsync(image, $"{to.Host}/far/app", "2");
    }

    [Theory]
    [MemberData(nameof(AllShapes))]
    public async Task Every_shape_goes_through_a_layout_and_an_archive_byte_for_byte(string shape)
    {
        await using var from = await DebianRegistry.StartAsync(Stop);
        await using var to = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        var image = await MakeAsync(shape);
        var reference = await from.PushAsync("team/app", "1", image, Stop);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        foreach (var (source, target) in new[] { (reference, "oci:layout:team/app:1"), ("oci:layout", "oci-archive:image.tar:app"), ("oci-archive:image.tar", $"{to.Host}/app:1") })
            Assert.Equal(0, (await archway.RunAsync("copy", source, target)).ExitCode);

        await AssertSameAsync(image, $"{to.Host}/app", "1");
    }

    [Fact]
    public async Task A_second_run_sends_nothing()
    {
        await using var from = await DebianRegistry.StartAsync(Stop);
        await using var to = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        var reference = await from.PushAsync("team/app", "1", Images.Attested("linux/amd64", "linux/arm64"), Stop);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        foreach (var target in new[] { $"{to.Host}/app:1", "oci:layout:app" })
        {
            Assert.Contains("sent 6 blobs of ", (await archway.RunAsync("copy", reference, target)).Error, StringComparison.Ordinal);
            var before = to.Log.Count;

            var again = await archway.RunAsync("copy", reference, target);

            Assert.Contains("nothing to send", again.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(to.Log.Skip(before), request => request.Method is "PUT" or "POST" or "PATCH");
        }
    }

    [Fact]
    public async Task Some_platforms_are_copied_with_their_attestations_and_both_digests_are_told()
    {
        await using var from = await DebianRegistry.StartAsync(Stop);
        await using var to = await DebianRegistry.StartAsync(Stop);
        var image = await MakeAsync("attested");
        var reference = await from.PushAsync("team/app", "1", image, Stop);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{to.Host}/app:arm", "--platform", "linux/arm64");

        Assert.True(ran.ExitCode == 0, ran.Error);
        var raw = await SkopeoAsync("inspect", "--raw", $"docker://{to.Host}/app:arm");
        Assert.Contains($"{image.Digest} is now sha256:", ran.Output, StringComparison.Ordinal);
        Assert.Contains("kept linux/arm64/v8; left out linux/amd64", ran.Output, StringComparison.Ordinal);
        using var index = JsonDocument.Parse(raw);
        var entries = index.RootElement.GetProperty("manifests").EnumerateArray().Select(entry => entry.GetRawText()).ToArray();
        Assert.Equal(2, entries.Length);
        Assert.Contains("\"architecture\":\"arm64\"", entries[0], StringComparison.Ordinal);
        Assert.Contains($"\"vnd.docker.reference.digest\":\"{image.Children[1].Digest}\"", entries[1], StringComparison.Ordinal);
        Assert.All(entries, entry => Assert.Contains(entry, image.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nested")]
    [InlineData("odd members")]
    public async Task A_platform_is_cut_out_of_an_odd_index(string shape)
    {
        await using var from = await DebianRegistry.StartAsync(Stop);
        await using var to = await DebianRegistry.StartAsync(Stop);
        var reference = await from.PushAsync("team/app", "1", await MakeAsync(shape), Stop);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{to.Host}/app:arm", "-p", "linux/arm64/v8");

        Assert.True(ran.ExitCode == 0, ran.Error);
        var shown = (await archway.RunAsync("image", $"{to.Host}/app:arm", "--format", "json")).Json();
        Assert.StartsWith("linux/arm64", Assert.Single(shown.GetProperty("platforms").EnumerateArray()).GetString(), StringComparison.Ordinal);
        if (shape == "odd members")
            Assert.Contains("\"x-unknown\":[1,{\"a\":null}]", await SkopeoAsync("inspect", "--raw", $"docker://{to.Host}/app:arm"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Signatures_of_an_image_and_of_its_platforms_go_with_it(bool fromHasApi, bool toHasApi)
    {
        await using var from = await TestRegistry.StartAsync(new TestRegistryOptions { HasReferrers = fromHasApi });
        await using var to = await TestRegistry.StartAsync(new TestRegistryOptions { HasReferrers = toHasApi });
        var image = Images.Index("linux/amd64", "linux/arm64");
        StoredImage[] subjects = [image, image.Children[1]];
        var reference = from.Put("app", "1", image);
        foreach (var subject in subjects)
        {
            var signature = Shapes.SignatureOf(subject);
            from.Put("app", "signature", signature);
            if (!fromHasApi) from.Put("app", Shapes.TagOf(subject), Shapes.ListOf(signature));
        }

        using ArchwayProgram archway = new();
        var ran = await archway.RunAsync("copy", reference, $"{to.Host}/app:1");

        Assert.True(ran.ExitCode == 0, ran.Error);
        foreach (var subject in subjects)
        {
            var listed = await new HttpClient().GetStringAsync(
                new Uri(toHasApi ? $"http://{to.Host}/v2/app/referrers/{subject.Digest}" : $"http://{to.Host}/v2/app/manifests/{Shapes.TagOf(subject)}"), Stop);
            Assert.Contains(Shapes.SignatureOf(subject).Digest.ToString(), listed, StringComparison.Ordinal);
        }

        Assert.Contains("nothing to send", (await archway.RunAsync("copy", reference, $"{to.Host}/app:1")).Error, StringComparison.Ordinal);
        var late = Shapes.SignatureOf(image, "a second opinion");
        from.Put("app", "late", late);
        if (!fromHasApi) from.Put("app", Shapes.TagOf(image), Shapes.ListOf(Shapes.SignatureOf(image), late));
        Assert.Contains("sent 1 blob", (await archway.RunAsync("copy", reference, $"{to.Host}/app:1")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(to.Log, request => fromHasApi && request.Method == "PUT" && request.Path.EndsWith("/manifests/signature", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subset_keeps_the_signatures_of_its_platforms_and_tells_of_those_it_leaves()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        var image = Images.Index("linux/amd64", "linux/arm64");
        var reference = from.Put("app", "1", image);
        foreach (var subject in new[] { image, image.Children[1] }) from.Put("app", "signature", Shapes.SignatureOf(subject));
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{to.Host}/app:1", "--platform", "linux/arm64");

        Assert.Contains("1 signature or the like of the whole index left behind", ran.Output, StringComparison.Ordinal);
        var listed = await new HttpClient().GetStringAsync(new Uri($"http://{to.Host}/v2/app/referrers/{image.Children[1].Digest}"), Stop);
        Assert.Contains(Shapes.SignatureOf(image.Children[1]).Digest.ToString(), listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_image_of_another_platform_is_refused()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        var reference = from.Put("app", "1", Images.Manifest("linux/amd64"));
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{to.Host}/app:1", "--platform", "linux/arm64");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("it has no linux/arm64; it is a single image for linux/amd64", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(to.Log, request => request.Method != "GET" && request.Method != "HEAD");
    }

    [Fact]
    public async Task Within_one_registry_blobs_are_mounted()
    {
        await using var registry = await DebianRegistry.StartAsync(Stop);
        var image = await MakeAsync("attested");
        var reference = await registry.PushAsync("team/app", "1", image, Stop);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{registry.Host}/other/app:1");

        Assert.Contains("sent 0 blobs of 0 B", ran.Error, StringComparison.Ordinal);
        Assert.Contains("taken over within the registry", ran.Error, StringComparison.Ordinal);
        await AssertSameAsync(image, $"{registry.Host}/other/app", "1");
    }

    [Fact]
    public async Task A_list_is_copied_and_one_that_fails_hinders_no_other()
    {
        await using var from = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        var (one, two) = (from.Put("one", "1", Images.Index("linux/amd64")), from.Put("two", "1", Images.Index("linux/arm64")));
        folder.With("list.txt", $"# air gap\n{one}   oci:layout:one\n{from.Host}/gone:1 oci:layout:gone\n{two}\toci:layout:two\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("copy", "--list", "list.txt", "--format", "json");

        Assert.Equal(2, ran.ExitCode);
        var copies = ran.Json().GetProperty("copies").EnumerateArray().ToArray();
        Assert.Equal([true, false, true], copies.Select(copy => copy.TryGetProperty("digest", out _)));
        Assert.Contains("there is no such image", copies[1].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal("ready", (await archway.RunAsync("image", "oci:layout:two", "--format", "json")).Json().GetProperty("status").GetString());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<StoredImage> MakeAsync(string shape) => RealImageRegistry.MakeAsync(() => Shapes.OfAsync(shape));

    // Of a registry without TLS skopeo wants to be told so.
    private static Task<string> SkopeoAsync(string command, params string[] arguments) => Tool.RunAsync("skopeo", [command, "--tls-verify=false", .. arguments], "", Stop);

    private static async Task AssertSameAsync(StoredImage image, string repository, string tag)
    {
        Assert.Equal(image.Text, await SkopeoAsync("inspect", "--raw", $"docker://{repository}:{tag}"));
        using HttpClient client = new();
        foreach (var manifest in image.All())
        {
            Assert.Equal(manifest.Text, await SkopeoAsync("inspect", "--raw", $"docker://{repository}@{manifest.Digest}"));
            foreach (var blob in manifest.Blobs)
            {
                var slash = repository.IndexOf('/', StringComparison.Ordinal);
                Assert.Equal(blob, await client.GetByteArrayAsync(
                    new Uri($"http://{repository[..slash]}/v2{repository[slash..]}/blobs/{Oci.Content.Digest.Of(blob)}"), Stop));
            }
        }
    }
}
