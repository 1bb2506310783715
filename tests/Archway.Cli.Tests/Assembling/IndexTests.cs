using System.Text.Json;
using Archway.Cli.Tests.Verifying;
using Archway.Oci.Content;
using Archway.Testing;
using Archway.Testing.Debian;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Indexes made of single images and changed, on real registries, with real content.</summary>
public sealed class IndexTests
{
    [Fact]
    public async Task Two_images_of_one_repository_take_the_needed_requests_and_no_more()
    {
        await using var registry = await TestRegistry.StartAsync();
        var (amd64, arm64) = (registry.Put("app", "amd64", Images.Manifest("linux/amd64")), registry.Put("app", "arm64", Images.Manifest("linux/arm64/v8")));
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", amd64, arm64, "--no-verify");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(
            ["GET /v2/app/blobs", "GET /v2/app/blobs", "GET /v2/app/manifests/amd64", "GET /v2/app/manifests/arm64", "PUT /v2/app/manifests/1"],
            registry.Log.Select(request => $"{request.Method} {(request.Path.Contains("/blobs/", StringComparison.Ordinal) ? "/v2/app/blobs" : request.Path)}").Order());
    }

    [Fact]
    public async Task Images_of_other_registries_and_layouts_are_brought_and_run_as_what_they_say()
    {
        await using var one = await DebianRegistry.StartAsync(Stop);
        await using var other = await DebianRegistry.StartAsync(Stop);
        using TempFolder folder = new();
        var (amd64, arm64) = (await MakeAsync("amd64"), await MakeAsync("arm64"));
        var reference = await one.PushAsync("team/amd64", "1", amd64, Stop);
        LayoutFolder.Write(Path.Combine(folder.Path, "arm"), "app", arm64);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("index", "create", $"{other.Host}/app:1", reference, "oci:arm", "--verify", "--require", "linux/amd64,linux/arm64",
            "--annotation", "org.opencontainers.image.version=1", "--entry-annotation", "linux/arm64:tested=yes");

        Assert.True(ran.ExitCode == 0, ran.Error);
        var raw = await Tool.RunAsync("skopeo", ["inspect", "--tls-verify=false", "--raw", $"docker://{other.Host}/app:1"], "", Stop);
        Assert.Equal(
            $$$"""
            {"schemaVersion":2,"mediaType":"{{{MediaTypes.OciIndex}}}","manifests":[{{{Entry(amd64, """ "architecture":"amd64","os":"linux" """)}}}},{{{Entry(arm64, """ "architecture":"arm64","os":"linux","variant":"v8" """)}}},"annotations":{"tested":"yes"}}],"annotations":{"org.opencontainers.image.version":"1"}}
            """, raw);
        foreach (var architecture in new[] { "amd64", "arm64" })
            Assert.Contains($"\"Architecture\": \"{architecture}\"",
                await Tool.RunAsync("skopeo", ["inspect", "--tls-verify=false", $"--override-arch={architecture}", $"docker://{other.Host}/app:1"], "", Stop), StringComparison.Ordinal);
        var judged = (await archway.RunAsync("image", $"{other.Host}/app:1", "--verify", "--format", "json", "-p", "linux/amd64", "-p", "linux/arm64")).Json();
        Assert.Equal(["verified", "verified"], judged.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("verification").GetString()));
    }

    [Fact]
    public async Task The_same_images_give_the_same_bytes_and_a_dry_run_prints_them_and_writes_nothing()
    {
        await using var registry = await TestRegistry.StartAsync();
        var (amd64, arm64) = (registry.Put("app", "amd64", Images.Manifest("linux/amd64")), registry.Put("app", "arm64", Images.Manifest("linux/arm64")));
        using ArchwayProgram archway = new();

        var dry = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", amd64, arm64, "--no-verify", "--dry-run");
        Assert.DoesNotContain(registry.Log, request => request.Method == "PUT");
        var made = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", amd64, arm64, "--no-verify", "--format", "json");

        Assert.Equal(Digest.Of(System.Text.Encoding.UTF8.GetBytes(dry.Output.TrimEnd('\n'))).ToString(), made.Json().GetProperty("digest").GetString());
        Assert.Equal(dry.Output.TrimEnd('\n'), await new HttpClient().GetStringAsync(new Uri($"http://{registry.Host}/v2/app/manifests/1"), Stop));
    }

    [Fact]
    public async Task What_builds_attest_stays_paired_and_signatures_come_along()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        var (amd64, arm64) = (Images.Attested("linux/amd64"), Images.Attested("linux/arm64"));
        string[] images = [from.Put("app", "amd64", amd64), from.Put("app", "arm64", arm64)];
        var signature = Shapes.SignatureOf(arm64.Children[0]);
        from.Put("app", "signature", signature);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(["index", "create", $"{to.Host}/app:1", .. images, "--no-verify", "--format", "json"]);

        Assert.True(ran.ExitCode == 0, ran.Error);
        var entries = ran.Json().GetProperty("entries").EnumerateArray().ToArray();
        Assert.Equal(["image", "attestation", "image", "attestation"], entries.Select(entry => entry.GetProperty("kind").GetString()));
        Assert.Equal([amd64.Children[0].Digest.ToString(), arm64.Children[0].Digest.ToString()],
            entries.Where((_, i) => i % 2 == 1).Select(entry => entry.GetProperty("annotations").GetProperty("vnd.docker.reference.digest").GetString()));
        Assert.Contains(signature.Digest.ToString(),
            await new HttpClient().GetStringAsync(new Uri($"http://{to.Host}/v2/app/referrers/{arm64.Children[0].Digest}"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_images_of_one_platform_and_a_missing_platform_are_refused_with_their_names()
    {
        await using var registry = await TestRegistry.StartAsync();
        var (one, two) = (registry.Put("app", "a", Images.Manifest("linux/arm64", seed: "a")), registry.Put("app", "b", Images.Manifest("linux/arm64/v8", seed: "b")));
        using ArchwayProgram archway = new();

        var twice = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", one, two);
        var missing = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", one, "--require", "linux/amd64,linux/arm64", "--no-verify");

        Assert.Equal((2, 2), (twice.ExitCode, missing.ExitCode));
        Assert.Matches("/app@sha256:[0-9a-f]+ and .*/app@sha256:[0-9a-f]+ are both of linux/arm64/v8; leave one out", twice.Error);
        Assert.Contains("linux/amd64 is required and missing; it would have linux/arm64", missing.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(registry.Log, request => request.Method == "PUT");
    }

    [Fact]
    public async Task An_image_whose_entrypoint_is_for_another_machine_is_not_published()
    {
        await using var registry = await DebianRegistry.StartAsync(Stop);
        var lying = await RealImageRegistry.MakeAsync(async () => (await Software.BusyboxAsync(DebianArchitecture.Amd64) with { Platform = "linux/arm64" }).Build());
        string[] images = [await registry.PushAsync("app", "amd64", await MakeAsync("amd64"), Stop), await registry.PushAsync("app", "arm64", lying, Stop)];
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(["index", "create", $"{registry.Host}/app:1", .. images]);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("is not published: linux/arm64: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("--no-verify publishes it all the same", ran.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await archway.RunAsync("image", $"{registry.Host}/app:1", "--format", "json")).Json().GetProperty("status").GetString() == "missing" ? 2 : 0);
        Assert.Equal(0, (await archway.RunAsync(["index", "create", $"{registry.Host}/app:1", .. images, "--no-verify"])).ExitCode);
    }

    [Fact]
    public async Task An_index_whose_entry_says_another_platform_than_its_config_is_refused()
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = Images.Manifest("linux/amd64");
        var lie = registry.Put("app", "lie", Images.Over(MediaTypes.OciIndex, (image, image.Entry("\"platform\":{\"architecture\":\"arm64\",\"os\":\"linux\"}"))));
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("index", "create", $"{registry.Host}/app:1", lie, "--no-verify");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains($"its index lists linux/arm64 as {image.Digest}, whose config says linux/amd64", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_is_added_replaced_and_taken_out_and_both_digests_are_told()
    {
        await using var registry = await DebianRegistry.StartAsync(Stop);
        var index = Images.Attested("linux/amd64", "linux/386");
        var reference = await registry.PushAsync("app", "1", index, Stop);
        var arm64 = await registry.PushAsync("app", "arm64", Images.Manifest("linux/arm64"), Stop);
        var newer = await registry.PushAsync("app", "arm64-2", Images.Manifest("linux/arm64", seed: "2"), Stop);
        using ArchwayProgram archway = new();

        var added = await archway.RunAsync("index", "add", reference, arm64, "--no-verify");
        var again = await archway.RunAsync("index", "add", reference, newer, "--no-verify");
        var replaced = await archway.RunAsync("index", "add", reference, newer, "--no-verify", "--replace", "--to", $"{registry.Host}/app:2");
        var removed = await archway.RunAsync("index", "remove", $"{registry.Host}/app:2", "--platform", "linux/386", "--format", "json");

        Assert.Equal((0, 2, 0, 0), (added.ExitCode, again.ExitCode, replaced.ExitCode, removed.ExitCode));
        Assert.Contains($"{index.Digest} is now sha256:", added.Output, StringComparison.Ordinal);
        Assert.Contains("or let --replace decide for the new one", again.Error, StringComparison.Ordinal);
        var entries = removed.Json().GetProperty("entries").EnumerateArray().ToArray();
        Assert.Equal(["linux/amd64", null, "linux/arm64"],
            entries.Select(entry => entry.TryGetProperty("platform", out var platform) ? platform.GetString() : null));
        Assert.Equal(Images.Manifest("linux/arm64", seed: "2").Digest.ToString(), entries[2].GetProperty("digest").GetString());
        Assert.Contains(index.Children[0].Entry("\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\"}"),
            await Tool.RunAsync("skopeo", ["inspect", "--tls-verify=false", "--raw", $"docker://{registry.Host}/app:2"], "", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_taken_out_is_deleted_where_that_is_asked_for_and_after_the_index_stands()
    {
        await using var registry = await TestRegistry.StartAsync();
        var index = Images.Attested("linux/amd64", "linux/386");
        var reference = registry.Put("app", "1", index);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("index", "remove", reference, "--platform", "linux/386", "--delete");

        Assert.True(ran.ExitCode == 0, ran.Error);
        var written = registry.Log.Where(request => request.Method is "PUT" or "DELETE").ToArray();
        Assert.Equal(["PUT", "DELETE"], written.Select(request => request.Method));
        Assert.EndsWith(index.Children[2].Digest.ToString(), written[1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_has_to_be_made_first_is_told_so()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = async (context, _) =>
            {
                if (context.Request.Method == "GET") return false;
                context.Response.StatusCode = 404;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("""{"errors":[{"code":"NAME_UNKNOWN","message":"The repository with name 'team/app' does not exist in the registry"}]}""");
                return true;
            },
        });
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", from.Put("app", "1", Images.Index("linux/arm64")), $"{to.Host}/team/app:1");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("make the repository team/app first", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Annotations_are_set_and_taken_away_and_nothing_else_changes()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("app", "1", await Shapes.OfAsync("odd members"));
        using ArchwayProgram archway = new();

        Assert.Equal(0, (await archway.RunAsync("index", "annotate", reference, "-a", "new=1", "-a", "note=", "--entry-annotation", "linux/arm64:own=2")).ExitCode);
        using var index = JsonDocument.Parse(await new HttpClient().GetStringAsync(new Uri($"http://{registry.Host}/v2/app/manifests/1"), Stop));

        Assert.Equal("""{"new":"1"}""", index.RootElement.GetProperty("annotations").GetRawText());
        Assert.Equal(["1", "2"], index.RootElement.GetProperty("manifests").EnumerateArray().Select(entry => entry.GetProperty("annotations").GetProperty("own").GetString()));
        Assert.Equal("[1,{\"a\":null}]", index.RootElement.GetProperty("x-unknown").GetRawText());
    }

    [Fact]
    public async Task A_list_of_Docker_s_kind_is_made_of_Docker_s_images()
    {
        await using var registry = await DebianRegistry.StartAsync(Stop);
        string[] images = [await registry.PushAsync("app", "a", Images.Manifest("linux/amd64", docker: true), Stop), await registry.PushAsync("app", "b", Images.Manifest("linux/arm64", docker: true), Stop)];
        var oci = await registry.PushAsync("app", "c", Images.Manifest("linux/s390x"), Stop);
        using ArchwayProgram archway = new();

        var docker = await archway.RunAsync(["index", "create", $"{registry.Host}/app:1", .. images, "--no-verify", "--format", "json"]);
        var mixed = await archway.RunAsync(["index", "create", $"{registry.Host}/app:2", .. images, oci, "--no-verify", "--format", "json"]);
        var refused = await archway.RunAsync(["index", "create", $"{registry.Host}/app:3", .. images, oci, "--no-verify", "--type", "docker"]);

        Assert.Equal(MediaTypes.DockerList, docker.Json().GetProperty("mediaType").GetString());
        Assert.Equal(MediaTypes.OciIndex, mixed.Json().GetProperty("mediaType").GetString());
        Assert.Contains("Docker's manifest list holds Docker's manifests only", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_shows_what_an_index_has()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("app", "1", Images.Attested("linux/amd64", "windows/amd64"));
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("index", "list", reference);

        Golden.Equal("Index.list", ran.Output);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<StoredImage> MakeAsync(string shape) => RealImageRegistry.MakeAsync(() => RealImages.OfAsync("busybox", shape));

    private static string Entry(StoredImage image, string platform) => image.Entry($"\"platform\":{{{platform.Trim()}}}")[..^1];
}
