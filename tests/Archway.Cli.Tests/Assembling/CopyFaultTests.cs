using System.Text;
using Archway.Oci.Content;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Copies while lines break and registries fail, lie or refuse: nothing is half-published, and the next run completes.</summary>
public sealed class CopyFaultTests
{
    private const int Large = 8 * 1024 * 1024;

    [Fact]
    public async Task A_download_that_breaks_goes_on_where_it_broke()
    {
        await using var from = await DebianRegistry.StartAsync(new DebianRegistryOptions { Logs = true }, Stop);
        await using CutLine line = new(from.Host);
        await using var to = await TestRegistry.StartAsync();
        var image = LargeImage();
        await from.PushAsync("app", "1", image, Stop);
        line.CutDownAfter(Large / 2);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", $"{line.Host}/app:1", $"{to.Host}/app:1");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(1, line.Cuts);
        Assert.Contains(from.Log, request => request.Contains($"GET /v2/app/blobs/{Digest.Of(image.Blobs[1])}", StringComparison.Ordinal) && request.Contains(" 206 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upload_that_breaks_goes_on_where_the_registry_has_it()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        await using CutLine line = new(to.Host);
        var image = LargeImage();
        var reference = from.Put("app", "1", image);
        line.CutUpAfter(Large / 2);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{line.Host}/app:1");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(1, line.Cuts);
        Assert.Equal(2, from.Log.Count(request => request.Path.EndsWith($"/blobs/{Digest.Of(image.Blobs[1])}", StringComparison.Ordinal)));
        Assert.Single(to.Log, request => request.Method == "GET" && request.Path.Contains("/blobs/uploads/", StringComparison.Ordinal));
        Assert.Equal(2, to.Log.Count(request => request.Method == "POST"));
        await AssertHasAsync(to.Host, image.Blobs[1]);
    }

    // It forgets an upload whose connection broke, and takes it from the beginning.
    [Fact]
    public async Task An_upload_to_the_distribution_project_s_registry_that_breaks_is_made_again()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await DebianRegistry.StartAsync(Stop);
        await using CutLine line = new(to.Host);
        var image = LargeImage();
        var reference = from.Put("app", "1", image);
        line.CutUpAfter(Large / 2);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{line.Host}/app:1");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(1, line.Cuts);
        await AssertHasAsync(to.Host, image.Blobs[1]);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_registry_that_wants_to_be_left_alone_for_a_moment_is(int status)
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        var reference = from.Put("app", "1", Images.Index("linux/amd64", "linux/arm64"));
        to.On().Answer(status, retryAfter: "1").Times(2);
        from.On().Answer(status, retryAfter: "1").Times(2);
        using ArchwayProgram archway = new();

        Assert.Equal(0, (await archway.RunAsync("copy", reference, $"{to.Host}/app:1")).ExitCode);
    }

    [Fact]
    public async Task Content_of_another_digest_is_published_nowhere()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        var image = LargeImage();
        var reference = from.Put("app", "1", image);
        var lie = image.Blobs[1].ToArray();
        lie[Large / 2]++;
        from.On($"app/blobs/{Digest.Of(image.Blobs[1])}").Replace(lie, "application/octet-stream");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        foreach (var target in new[] { $"{to.Host}/app:1", "oci:layout:app", "oci-archive:image.tar:app" })
        {
            var ran = await archway.RunAsync("copy", reference, target);

            Assert.Equal(2, ran.ExitCode);
            Assert.Contains("another digest", ran.Error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(to.Log, request => request.Method == "PUT" && request.Path.Contains("/manifests/", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(folder.Path, "layout", "index.json")));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories), file => Path.GetFileName(file).StartsWith('.'));
        Assert.False(File.Exists(Path.Combine(folder.Path, "image.tar")));
    }

    [Fact]
    public async Task A_registry_that_keeps_something_else_than_it_was_sent_is_told()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = (context, _) =>
            {
                if (context.Request.Method != "PUT" || !context.Request.Path.Value!.Contains("/manifests/", StringComparison.Ordinal)) return Task.FromResult(false);
                context.Response.StatusCode = 201;
                context.Response.Headers["Docker-Content-Digest"] = Digest.Of("something else"u8).ToString();
                return Task.FromResult(true);
            },
        });
        var reference = from.Put("app", "1", Images.Index("linux/amd64"));
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{to.Host}/app:1");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("kept content of another digest", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_midway_publishes_nothing_and_the_next_completes()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        var image = Images.Attested("linux/amd64", "linux/arm64");
        var reference = from.Put("app", "1", image);
        using ArchwayProgram archway = new();
        from.On($"app/blobs/{Digest.Of(image.Children[2].Blobs[1])}").Answer(403);

        Assert.Equal(2, (await archway.RunAsync("copy", reference, $"{to.Host}/app:1")).ExitCode);
        Assert.DoesNotContain(to.Log, request => request.Method == "PUT" && request.Path.EndsWith("/manifests/1", StringComparison.Ordinal));
        from.On($"app/blobs/{Digest.Of(image.Children[2].Blobs[1])}").Mend();

        Assert.Equal(0, (await archway.RunAsync("copy", reference, $"{to.Host}/app:1")).ExitCode);
        Assert.Equal($"/v2/app/manifests/1", to.Log.Last(request => request.Method == "PUT").Path);
    }

    [Fact]
    public async Task An_archive_takes_the_place_of_no_link_and_no_device()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "this machine has no devices");
        await using var from = await TestRegistry.StartAsync();
        using var folder = new TempFolder().With("target.tar", "kept");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link.tar"), "target.tar");
        await RanAsync("mkfifo", Path.Combine(folder.Path, "pipe.tar"));
        var reference = from.Put("app", "1", Images.Index("linux/arm64"));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        foreach (var target in new[] { "link.tar", "pipe.tar" })
        {
            Assert.Equal(2, (await archway.RunAsync("copy", reference, $"oci-archive:{target}")).ExitCode);
            Assert.Equal(2, (await archway.RunAsync("index", "create", $"oci-archive:{target}", reference, "--no-verify")).ExitCode);
        }

        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(folder.Path, "target.tar"), Stop));
        Assert.NotNull(new FileInfo(Path.Combine(folder.Path, "link.tar")).LinkTarget);
    }

    [Fact]
    public async Task A_digest_that_the_image_has_not_is_no_name_to_publish_it_under()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", from.Put("app", "1", Images.Index("linux/arm64")), $"{to.Host}/app@{Digest.Of("another"u8)}");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("names another digest than the image has", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_has_a_blob_before_it_was_sent_fails_one_copy_and_not_the_run()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = (context, _) =>
            {
                if (context.Request.Method != "POST") return Task.FromResult(false);
                context.Response.StatusCode = 201;
                return Task.FromResult(true);
            },
        });
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", from.Put("app", "1", Images.Index("linux/arm64")), $"{to.Host}/app:1");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("says that it has a blob before it was sent", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing to send", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_the_source_lacks_is_named_with_what_to_do()
    {
        await using var from = await TestRegistry.StartAsync(new TestRegistryOptions { AcceptsSparse = true });
        await using var to = await TestRegistry.StartAsync();
        var whole = Images.Index("linux/amd64", "linux/arm64");
        var reference = from.Put("app", "1", whole with { Children = [whole.Children[1]] });
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{to.Host}/app:1");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains($"lists linux/amd64 as {whole.Children[0].Digest}, which is not there; name the platforms to copy with --platform", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await archway.RunAsync("copy", reference, $"{to.Host}/app:1", "-p", "linux/arm64")).ExitCode);
    }

    [Fact]
    public async Task A_token_for_writing_is_asked_for_once()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        to.WantBearer();
        var reference = from.Put("app", "1", Images.Index("linux/amd64", "linux/arm64"));
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{to.Host}/far/app:1");

        Assert.True(ran.ExitCode == 0, ran.Error);
        var asked = Assert.Single(to.Log, request => request.Path == "/token");
        Assert.Contains(Uri.EscapeDataString("repository:far/app:pull,push"), asked.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oci:small/layout:app")]
    [InlineData("oci-archive:small/image.tar:app")]
    public async Task A_full_disk_leaves_nothing_behind(string target)
    {
        await using var from = await TestRegistry.StartAsync();
        var reference = from.Put("app", "1", LargeImage());
        using TempFolder folder = new();
        var small = Directory.CreateDirectory(Path.Combine(folder.Path, "small")).FullName;
        Assert.SkipUnless(await RanAsync("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small), "this user may not mount a small disk");
        try
        {
            using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

            var ran = await archway.RunAsync("copy", reference, target);

            Assert.Equal(2, ran.ExitCode);
            Assert.Contains("cannot write ", ran.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(Directory.EnumerateFiles(small, "*", SearchOption.AllDirectories),
                file => Path.GetFileName(file).StartsWith('.') || Path.GetFileName(file) is "index.json" or "image.tar");
        }
        finally
        {
            await RanAsync("umount", small);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task AssertHasAsync(string host, byte[] blob)
    {
        using HttpClient client = new();
        Assert.Equal(blob, await client.GetByteArrayAsync(new Uri($"http://{host}/v2/app/blobs/{Digest.Of(blob)}"), Stop));
    }

    private static async Task<bool> RanAsync(string program, params string[] arguments)
    {
        try
        {
            await Tool.RunAsync(program, arguments, "", Stop);
            return true;
        }
        catch (Exception e) when (e is ToolException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static StoredImage LargeImage()
    {
        var config = Encoding.UTF8.GetBytes("""{"architecture":"arm64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}""");
        var layer = new byte[Large];
        new Random(1).NextBytes(layer);
        return new(MediaTypes.OciManifest, Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Digest.Of(config)}}","size":{{config.Length}}},
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"{{Digest.Of(layer)}}","size":{{layer.Length}}}]}
            """))
        { Blobs = [config, layer] };
    }
}
