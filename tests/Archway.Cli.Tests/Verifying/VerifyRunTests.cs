using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Verifying;

/// <summary>How layers are read: each once, never again, and no more of them than is needed.</summary>
public sealed class VerifyRunTests : IAsyncLifetime
{
    private static readonly byte[] Base = SmallImage.Layer(("lib/base", SmallImage.Program()));
    private static readonly byte[] Upper = SmallImage.Layer(("app", SmallImage.Program()));
    private readonly HashSet<string> _configs = [];
    private readonly TempFolder _folder = new();
    private readonly ArchwayProgram _archway = new();
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _archway.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_layer_of_many_images_is_read_once_a_run_and_in_the_next_run_not_at_all()
    {
        var images = Enumerable.Range(0, 5).Select(i => Put($"team/app{i}",
            new SmallImage("arm64", Base, SmallImage.Layer(("app", SmallImage.Program()), ($"own{i}", [1])))));
        await File.WriteAllLinesAsync(Path.Combine(_folder.Path, "images.txt"), images, TestContext.Current.CancellationToken);

        var first = await VerifyAsync("scan", Path.Combine(_folder.Path, "images.txt"));
        var read = Reads().ToArray();
        var second = await VerifyAsync("scan", Path.Combine(_folder.Path, "images.txt"));

        Assert.Equal(6, read.Length);
        Assert.Single(read, digest => digest == Digest.Of(Base).ToString());
        Assert.Equal(read, Reads());
        Assert.Equal(first, second);
        Assert.Equal(Enumerable.Repeat("ready verified", 5), second);
    }

    [Fact]
    public async Task Offline_what_was_seen_stands()
    {
        var reference = Put("team/app", new SmallImage("arm64", Base, Upper));
        await VerifyAsync("image", reference);
        var asked = _registry.Log.Count;

        Assert.Equal(["ready verified"], await VerifyAsync("image", reference, "--offline"));
        Assert.Equal(asked, _registry.Log.Count);
    }

    [Fact]
    public async Task Without_a_cache_each_run_reads()
    {
        var reference = Put("team/app", new SmallImage("arm64", Base, Upper));

        await VerifyAsync("image", reference, "--no-cache");
        await VerifyAsync("image", reference, "--no-cache");

        Assert.Equal(4, Reads().Count());
    }

    [Fact]
    public async Task What_was_kept_damaged_is_read_anew()
    {
        var reference = Put("team/app", new SmallImage("arm64", Base, Upper));
        await VerifyAsync("image", reference);
        foreach (var file in Directory.EnumerateFiles(_archway.Home, "layer-*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            bytes[^3] ^= 1;
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["ready verified"], await VerifyAsync("image", reference));
        Assert.Equal(4, Reads().Count());
    }

    [Fact]
    public async Task For_the_entrypoint_alone_the_layers_below_it_are_not_read()
    {
        var reference = Put("team/app", new SmallImage("arm64", Base, Upper));

        var told = await VerifyAsync("image", reference, "--verify=entrypoint");

        Assert.Equal(["ready entrypoint"], told);
        Assert.Equal([Digest.Of(Upper).ToString()], Reads());
    }

    [Fact]
    public async Task A_program_that_lies_lower_is_looked_for_until_it_is_found()
    {
        var reference = Put("team/app", new SmallImage("arm64", Upper, Base, SmallImage.Layer(("data", [1]))));

        Assert.Equal(["ready entrypoint"], await VerifyAsync("image", reference, "--verify=entrypoint"));
        Assert.Equal(3, Reads().Count());
    }

    [Fact]
    public async Task A_foreign_entrypoint_is_broken_without_reading_the_rest()
    {
        var reference = Put("team/app", new SmallImage("arm64", Base, SmallImage.Layer(("app", SmallImage.Program(62)))));

        Assert.Equal(["broken broken"], await VerifyAsync("image", reference, "--verify=entrypoint"));
        Assert.Single(Reads());
    }

    private string Put(string repository, SmallImage image)
    {
        var stored = image.Make();
        _configs.Add(Digest.Of(stored.Blobs[0]).ToString());
        return _registry.Put(repository, "1", stored);
    }

    // The layers that were fetched, and not the configs.
    private IEnumerable<string> Reads() => _registry.Log
        .Where(request => request.Path.Contains("/blobs/", StringComparison.Ordinal))
        .Select(request => request.Path[(request.Path.LastIndexOf('/') + 1)..])
        .Where(digest => !_configs.Contains(digest));

    private async Task<string[]> VerifyAsync(string command, params string[] arguments)
    {
        var verify = Array.Exists(arguments, argument => argument.StartsWith("--verify", StringComparison.Ordinal)) ? "--quiet" : "--verify";
        var ran = await _archway.RunAsync([command, .. arguments, verify, "--format", "json"]);
        Assert.True(ran.ExitCode == 0, ran.Error);
        var images = command == "image" ? [ran.Json()] : ran.Json().GetProperty("images").EnumerateArray().ToArray();
        return [.. images.Select(image => $"{image.GetProperty("status")} {image.GetProperty("targets")[0].GetProperty("verification")}")];
    }
}
