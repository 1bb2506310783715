using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary><c>archway cache</c>, and what <c>--offline</c> tells from it.</summary>
public sealed class CacheTests : CacheScene
{
    [Fact]
    public async Task Offline_the_cache_answers_and_says_as_of_when()
    {
        var reference = _registry.Put("team/app", "1", Images.Index("linux/amd64", "linux/arm64"));
        await _connected.RunAsync("scan", $"image:{reference}");
        var asked = _registry.Log.Count;

        var image = await StatusAsync(_connected, reference);

        Assert.Equal(("ready", "its index lists linux/arm64, as of 2026-11-16", "cache"), image);
        Assert.Equal(asked, _registry.Log.Count);
    }

    [Theory]
    [InlineData("registry", "ready", "its index lists linux/arm64, as of 2026-11-16")]
    [InlineData("content", "unknown",
        "its index lists linux/arm64, as of 2026-11-16; --require content asks for what all of its content says, which --verify reads")]
    public async Task Offline_what_the_cache_tells_is_the_registrys_word_of_that_day(string required, string status, string because)
    {
        var reference = _registry.Put("team/app", "1", Images.Index("linux/amd64", "linux/arm64"));
        await _connected.RunAsync("scan", $"image:{reference}");

        Assert.Equal((status, because, "cache"), await StatusAsync(_connected, reference, "--require", required));
    }

    [Fact]
    public async Task Offline_a_single_manifest_is_told_by_its_cached_config_and_a_pinned_image_by_its_digest()
    {
        var single = _registry.Put("team/single", "1", Images.Manifest("linux/arm64"));
        var pinned = $"{_registry.Host}/team/single@{Images.Manifest("linux/arm64").Digest}";
        await _connected.RunAsync("scan", $"image:{single}");

        Assert.Equal("its config says linux/arm64, as of 2026-11-16", (await StatusAsync(_connected, single)).Because);
        Assert.Equal("ready", (await StatusAsync(_connected, pinned)).Status);
    }

    [Fact]
    public async Task Offline_what_was_never_asked_is_unknown_and_never_missing()
    {
        _registry.Put("team/app", "1", Images.Index("linux/arm64"));
        await _connected.RunAsync("scan", $"image:{_registry.Host}/team/app:1");

        Assert.Equal(("unknown", "no registry was asked: --offline", ""), await StatusAsync(_connected, $"{_registry.Host}/team/app:2"));
        Assert.Equal("unknown", (await StatusAsync(_connected, $"{_registry.Host}/team/other:1")).Status);
        Assert.Equal("unknown", (await StatusAsync(_connected, $"{_registry.Host}/team/app:1", "--no-cache")).Status);
    }

    [Fact]
    public async Task Offline_nothing_is_written()
    {
        await _isolated.RunAsync("scan", "image:nginx:1.27", "--offline");

        Assert.Empty(Directory.GetFileSystemEntries(_isolated.Home));
    }

    [Fact]
    public async Task Offline_an_index_whose_platforms_are_not_kept_is_not_called_broken()
    {
        var reference = _registry.Put("team/app", "1", Images.Index("linux/arm64"));
        // What stands behind a platform that is not asked about is not read.
        await _connected.RunAsync("scan", $"image:{reference}", "--platform", "linux/s390x");

        var image = (await _connected.RunAsync("image", reference, "--offline", "--format", "json")).Json();

        Assert.Equal("ready", image.GetProperty("status").GetString());
        Assert.Contains("the cache lacks sha256:", image.GetProperty("entries")[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offline_what_one_credential_was_served_is_not_told_to_another()
    {
        _registry.WantBasic("anna", "secret");
        var reference = _registry.Put("team/app", "1", Images.Index("linux/arm64"));
        LogIn(_connected, "anna", "secret");
        await _connected.RunAsync("scan", $"image:{reference}");
        Assert.Equal("ready", (await StatusAsync(_connected, reference)).Status);

        LogIn(_connected, "berta", "other");

        Assert.Equal("unknown", (await StatusAsync(_connected, reference)).Status);
    }

    [Fact]
    public async Task What_one_credential_was_served_another_asks_for_again()
    {
        _registry.WantBasic("anna", "secret");
        var reference = $"{_registry.Put("team/app", "1", Images.Index("linux/arm64"))}@{Images.Index("linux/arm64").Digest}";
        LogIn(_connected, "anna", "secret");
        Assert.Equal("ready", await OnlineAsync(reference));
        var asked = _registry.Log.Count;
        Assert.Equal("ready", await OnlineAsync(reference));
        // What is pinned and kept needs no registry, as long as the same credential asks.
        Assert.Equal(asked, _registry.Log.Count);

        LogIn(_connected, "berta", "other");

        Assert.Equal("unknown", await OnlineAsync(reference));
        Assert.True(_registry.Log.Count > asked);
    }

    [Fact]
    public async Task What_was_changed_in_the_cache_is_asked_for_again()
    {
        var image = Images.Index("linux/amd64");
        var reference = _registry.Put("team/app", "1", image);
        Assert.Equal("blocked", await OnlineAsync(reference));
        var kept = Assert.Single(Directory.EnumerateFiles(Path.Combine(_connected.Home, ".cache"), "*", SearchOption.AllDirectories),
            file => File.ReadAllBytes(file).AsSpan().IndexOf(image.Raw) >= 0);

        await File.WriteAllBytesAsync(kept, Images.Index("linux/arm64").Raw, TestContext.Current.CancellationToken);

        Assert.Equal("blocked", await OnlineAsync(reference));
        Assert.Equal(2, _registry.Log.Count(request => request.Method == "GET" && request.Path.Contains("/manifests/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_tag_that_was_confirmed_since_is_told_as_of_then()
    {
        var reference = _registry.Put("team/app", "1", Images.Index("linux/arm64"));
        await _connected.RunAsync("scan", $"image:{reference}");
        using ArchwayProgram later = new() { Time = new FixedTime(Monday.AddDays(3)) };
        later.With("ARCHWAY_CACHE", (await _connected.RunAsync("cache", "path")).Output.Trim());
        await later.RunAsync("scan", $"image:{reference}");

        Assert.EndsWith("as of 2026-11-19", (await StatusAsync(later, reference)).Because, StringComparison.Ordinal);
        Assert.Equal(1, _registry.Log.Count(request => request.Method == "GET" && request.Path.EndsWith("/manifests/1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_of_the_cache_is_readable_by_others()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps no such modes");
        await _connected.RunAsync("scan", $"image:{_registry.Put("team/app", "1", Images.Manifest("linux/arm64"))}");
        await _connected.RunAsync("cache", "export", Export);
        await _isolated.RunAsync("cache", "import", Export);

        var caches = new[] { _connected, _isolated }.Select(archway => new DirectoryInfo(Path.Combine(archway.Home, ".cache/archway/v1"))).ToArray();
        FileSystemInfo[] files = [.. caches, .. caches.SelectMany(cache => cache.GetFileSystemInfos("*", SearchOption.AllDirectories))];

        Assert.Equal(8, files.Length);
        Assert.All(files,
            file => Assert.Equal((UnixFileMode)0, file.UnixFileMode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)));
        Assert.All(files.OfType<FileInfo>(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
    }

    [Fact]
    public async Task Path_prints_the_folder_and_nothing_else()
    {
        Assert.Equal(new Ran(0, Path.Combine(_connected.Home, ".cache/archway") + "\n", ""), await _connected.RunAsync("cache", "path"));

        _connected.With("ARCHWAY_CACHE", "/somewhere/else");
        Assert.Equal("/somewhere/else\n", (await _connected.RunAsync("cache", "path")).Output);
    }

    [Fact]
    public async Task Clear_removes_what_archway_wrote_and_nothing_else()
    {
        _connected.With("ARCHWAY_CACHE", _folder.Path);
        await _connected.RunAsync("scan", $"image:{_registry.Put("team/app", "1", Images.Manifest("linux/arm64"))}");
        await _connected.RunAsync("cache", "export", Export);
        await _connected.RunAsync("cache", "import", Export);
        _folder.With("precious", "mine").With("v1/notes.txt", "mine").With("v1/photos/sha256-0", "mine");
        var behind = Directory.CreateDirectory(Path.Combine(_folder.Path, "behind"));
        await File.WriteAllTextAsync(Path.Combine(behind.FullName, "salt"), "mine", TestContext.Current.CancellationToken);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "v1", new string('a', 32)), behind.FullName);

        var ran = await _connected.RunAsync("cache", "clear");

        Assert.Equal(0, ran.ExitCode);
        Assert.Matches(@"^removed \d+ files \([\d.]+ k?B\) from ", ran.Output);
        Assert.Contains("left 3 files and folders there that it did not write", ran.Error, StringComparison.Ordinal);
        Assert.Equal(["answers.tar.gz", "behind/salt", "precious", "v1/notes.txt", "v1/photos/sha256-0"],
            Directory.GetFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Select(file => Path.GetRelativePath(_folder.Path, file)).Order(StringComparer.Ordinal));
        Assert.Equal("unknown", (await StatusAsync(_connected, $"{_registry.Host}/team/app:1")).Status);
    }

    [Fact]
    public async Task Clear_does_not_follow_a_cache_that_is_a_link()
    {
        _folder.With("elsewhere/salt", "mine");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "v1"), Path.Combine(_folder.Path, "elsewhere"));
        _connected.With("ARCHWAY_CACHE", _folder.Path);

        var ran = await _connected.RunAsync("cache", "clear");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("is a link", ran.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "elsewhere/salt")));
    }

    [Fact]
    public async Task What_a_digest_stands_for_is_told_as_of_when_it_was_asked_and_a_tag_as_of_now()
    {
        var image = Images.Index("linux/arm64");
        var tag = _registry.Put("acme/api", "1", image);
        await OnlineAsync(tag);
        var asked = _registry.Log.Count;

        var pinned = (await _connected.RunAsync("image", $"{_registry.Host}/acme/api@{image.Digest}", "--format", "json")).Json();
        var named = (await _connected.RunAsync("image", tag, "--format", "json")).Json();

        Assert.Equal("cache", pinned.GetProperty("evidence")[0].GetProperty("source").GetString());
        Assert.Equal("registry", named.GetProperty("evidence")[0].GetProperty("source").GetString());
        Assert.Single(_registry.Log.Skip(asked), request => request.Method == "HEAD");
    }
}
