using Archway.Oci.Content;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Copies while lines break and registries fail, lie or refuse: nothing is half-published, and the next run completes.</summary>
public sealed class CopyFaultTests
{
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
        var image = Shapes.Large();
        var reference = from.Put("app", "1", image);
        var lie = image.Blobs[1].ToArray();
        lie[lie.Length / 2]++;
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
    public async Task A_registry_that_says_another_digest_of_a_blob_than_was_sent_is_told()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = (context, _) =>
            {
                if (context.Request.Method != "PUT" || !context.Request.Path.Value!.Contains("/blobs/", StringComparison.Ordinal)) return Task.FromResult(false);
                context.Response.StatusCode = 201;
                context.Response.Headers["Docker-Content-Digest"] = Digest.Of("something else"u8).ToString();
                return Task.FromResult(true);
            },
        });
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", from.Put("app", "1", Images.Index("linux/amd64")), $"{to.Host}/app:1");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains($"kept content of another digest, {Digest.Of("something else"u8)} instead of sha256:", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(to.Log, request => request.Path.Contains("/manifests/", StringComparison.Ordinal) && request.Method == "PUT");
    }

    [Fact]
    public async Task What_did_not_arrive_is_not_counted_as_sent()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        var (small, large) = (Images.Manifest("linux/arm64"), Shapes.Large());
        var lie = large.Blobs[1].ToArray();
        lie[^1]++;
        using var folder = new TempFolder().With("list.txt", $"{from.Put("small", "1", small)} {to.Host}/small:1\n{from.Put("large", "1", large)} {to.Host}/large:1\n");
        from.On($"large/blobs/{Digest.Of(large.Blobs[1])}").Replace(lie, "application/octet-stream");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("copy", "--list", "list.txt");

        Assert.Equal(2, ran.ExitCode);
        Assert.Matches("sent [23] blobs of [0-9]+ B and 1 manifest", ran.Error);
    }

    [Theory]
    [InlineData("oci:/proc/x:app")]
    [InlineData("oci:/proc/self/x/y")]
    public async Task A_folder_that_cannot_be_made_is_told_by_its_name(string target)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "this machine has no folder that nobody may write to");
        await using var from = await TestRegistry.StartAsync();
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", from.Put("app", "1", Images.Index("linux/arm64")), target);

        Assert.Equal(2, ran.ExitCode);
        Assert.Matches("cannot copy .* to oci:/proc/[^ ]+: cannot make the folder /proc/[^ ]*x", ran.Error);
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
        var reference = from.Put("app", "1", Shapes.Large());
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
}
