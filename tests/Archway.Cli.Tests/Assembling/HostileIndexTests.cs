using Archway.Cli.Tests.Verifying;
using Archway.Oci.Content;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Indexes made of what lies about itself, or cannot be told: refused with the reason, or said.</summary>
public sealed class HostileIndexTests
{
    [Fact]
    public async Task Content_that_is_not_what_its_digest_says_is_proof_and_is_not_published()
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = await RealImageRegistry.MakeAsync(() => RealImages.OfAsync("busybox", "arm64"));
        var reference = registry.Put("app", "arm64", image);
        var lie = image.Blobs[^1].ToArray();
        lie[lie.Length / 2]++;
        registry.On($"app/blobs/{Digest.Of(image.Blobs[^1])}").Replace(lie, "application/octet-stream");
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", reference);

        Assert.Equal(2, ran.ExitCode);
        Assert.Matches("is not published: linux/arm64(/v8)?: .*another digest", ran.Error);
        Assert.DoesNotContain(registry.Log, request => request.Method == "PUT");
    }

    [Theory]
    [InlineData("create")]
    [InlineData("add")]
    public async Task An_entry_whose_size_is_not_that_of_its_manifest_is_refused(string command)
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = Images.Manifest("linux/arm64");
        var bad = registry.Put("app", "bad", Images.Over(MediaTypes.OciIndex, (image, image.Entry("\"platform\":{\"architecture\":\"arm64\",\"os\":\"linux\"}")
            .Replace($"\"size\":{image.Raw.Length}", $"\"size\":{image.Raw.Length + 1}", StringComparison.Ordinal))));
        var good = registry.Put("app", "good", Images.Index("linux/amd64"));
        using ArchwayProgram archway = new();

        string[][] calls = command == "create" ? [["create", $"{registry.Host}/app:1", bad]] : [["add", good, bad], ["add", bad, good]];
        foreach (var call in calls)
        {
            var ran = await archway.RunAsync(["index", .. call, "--no-verify"]);

            Assert.Equal(2, ran.ExitCode);
            Assert.Contains($"its index lists linux/arm64 as {image.Digest} of {image.Raw.Length + 1} bytes, and that has {image.Raw.Length}", ran.Error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(registry.Log, request => request.Method == "PUT");
    }

    [Fact]
    public async Task A_platform_that_one_index_lists_twice_is_refused_and_so_is_one_image_under_two_names()
    {
        await using var registry = await TestRegistry.StartAsync();
        var (one, other) = (Images.Entry("linux/arm64", docker: false), Images.Entry("linux/arm64", docker: false, seed: "other"));
        var same = registry.Put("app", "same", Images.Over(MediaTypes.OciIndex, one, one));
        var two = registry.Put("app", "two", Images.Over(MediaTypes.OciIndex, one, other));
        string[] names = [registry.Put("app", "a", one.Image), registry.Put("app", "b", one.Image)];
        using ArchwayProgram archway = new();

        var doubled = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", same, "--no-verify");
        var rivals = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", two, "--no-verify");
        var slip = await archway.RunAsync(["index", "create", $"{registry.Host}/app:1", .. names, "--no-verify"]);
        var named = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", names[0], names[0], "--no-verify");
        var laid = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--base", two, "--add", typeof(HostileIndexTests).Assembly.Location, "--no-verify");

        Assert.Equal((2, 2, 2, 2, 2), (doubled.ExitCode, rivals.ExitCode, slip.ExitCode, named.ExitCode, laid.ExitCode));
        Assert.Contains($"{names[0]} is named twice; leave one out", named.Error, StringComparison.Ordinal);
        Assert.Contains($"{same} lists linux/arm64 twice, as {one.Image.Digest}", doubled.Error, StringComparison.Ordinal);
        Assert.Contains("are both of linux/arm64; leave one out", rivals.Error, StringComparison.Ordinal);
        Assert.Contains($"{names[0]} and {names[1]} are the same image of linux/arm64, {one.Image.Digest}; leave one out", slip.Error, StringComparison.Ordinal);
        Assert.Contains($"the base {two} has linux/arm64 twice", laid.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(registry.Log, request => request.Method == "PUT");
    }

    [Fact]
    public async Task Entries_that_cannot_be_read_are_shown_counted_and_told()
    {
        await using var registry = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        var reference = registry.Put("app", "1", Shapes.WithUnreadable(Images.Entry("linux/amd64", docker: false), Images.Entry("linux/arm64", docker: false)));
        var s390x = registry.Put("app", "s390x", Images.Manifest("linux/s390x"));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var listed = await archway.RunAsync("index", "list", reference);
        var json = (await archway.RunAsync("index", "list", reference, "--format", "json")).Json();
        var copied = await archway.RunAsync("copy", reference, "oci:whole:app");
        var cut = await archway.RunAsync("copy", reference, "oci:cut:app", "-p", "linux/arm64");
        var added = await archway.RunAsync("index", "add", reference, s390x, "--no-verify", "--to", $"{registry.Host}/app:2");
        var removed = await archway.RunAsync("index", "remove", reference, "-p", "linux/amd64", "--to", $"{registry.Host}/app:3");
        var created = await archway.RunAsync("index", "create", $"{registry.Host}/app:4", reference, "--no-verify");

        Assert.Contains("1 entry without a readable digest: what stands there is not known", listed.Output, StringComparison.Ordinal);
        Assert.Equal(1, json.GetProperty("unreadable").GetInt32());
        Assert.Contains("1 entry without a readable digest kept as it stands", copied.Output, StringComparison.Ordinal);
        Assert.Contains("1 entry without a readable digest left out", cut.Output, StringComparison.Ordinal);
        Assert.All([added, removed], ran => Assert.Contains($"archway: 1 entry without a readable digest of {reference} left out", ran.Error, StringComparison.Ordinal));
        Assert.Equal((0, 0, 0, 0, 2), (copied.ExitCode, cut.ExitCode, added.ExitCode, removed.ExitCode, created.ExitCode));
        Assert.Contains("its index has entries without a digest that can be read", created.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_that_is_spelled_in_another_way_is_read_all_the_same()
    {
        await using var registry = await TestRegistry.StartAsync();
        var lying = await RealImageRegistry.MakeAsync(async () => (await Software.BusyboxAsync(DebianArchitecture.Amd64) with { Platform = "Linux/arm64" }).Build());
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", registry.Put("app", "arm64", lying));

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("is not published: Linux/arm64: it is to be listed as Linux/arm64, but what it starts, ", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(registry.Log, request => request.Method == "PUT");
    }
}
