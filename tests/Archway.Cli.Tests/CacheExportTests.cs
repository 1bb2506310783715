using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary><c>archway cache export</c> and <c>import</c>, from machine to machine.</summary>
public sealed class CacheExportTests : CacheScene
{
    [Fact]
    public async Task What_one_machine_exports_another_imports_and_tells_offline()
    {
        var (app, single) = (_registry.Put("team/app", "1", Images.Index("linux/amd64")), _registry.Put("team/single", "1", Images.Manifest("linux/arm64")));
        await _connected.RunAsync("scan", $"image:{app}", $"image:{single}");

        var exported = await _connected.RunAsync("cache", "export", Export);
        var imported = await _isolated.RunAsync("cache", "import", Export);

        Assert.Equal((0, 0), (exported.ExitCode, imported.ExitCode));
        Assert.Contains("as of 2026-11-16; archway scan --offline tells them", imported.Output, StringComparison.Ordinal);
        Assert.Equal(("blocked", "it has linux/amd64, as of 2026-11-16", "cache"), await StatusAsync(_isolated, app));
        Assert.Equal("ready", (await StatusAsync(_isolated, single)).Status);
    }

    [Fact]
    public async Task An_export_holds_no_secret_and_is_readable_by_its_owner_alone()
    {
        _registry.WantBasic("anna", "sesame");
        LogIn(_connected, "anna", "sesame");
        await _connected.RunAsync("scan", $"image:{_registry.Put("team/app", "1", Images.Index("linux/arm64"))}");
        var cache = (await _connected.RunAsync("cache", "path")).Output.Trim();
        var secrets = Directory.GetDirectories(Path.Combine(cache, "v1")).Select(Path.GetFileName).Append("anna").Append("sesame").ToArray();

        await _connected.RunAsync("cache", "export", Export);

        await using System.IO.Compression.GZipStream unzipped = new(File.OpenRead(Export), System.IO.Compression.CompressionMode.Decompress);
        using MemoryStream unpacked = new();
        await unzipped.CopyToAsync(unpacked, TestContext.Current.CancellationToken);
        var text = System.Text.Encoding.Latin1.GetString(unpacked.ToArray());
        Assert.Contains("/team/app:1", text, StringComparison.Ordinal);
        Assert.DoesNotContain(secrets, secret => text.Contains(secret!, StringComparison.Ordinal));
        Assert.DoesNotContain(System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(cache, "v1/salt"),
            TestContext.Current.CancellationToken)), text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Export));
    }

    [Fact]
    public async Task What_was_imported_never_stands_in_for_a_registry_that_may_be_asked()
    {
        var reference = _registry.Put("team/app", "1", Images.Index("linux/arm64"));
        await _connected.RunAsync("scan", $"image:{reference}");
        await _connected.RunAsync("cache", "export", Export);
        await _isolated.RunAsync("cache", "import", Export);
        _registry.Put("team/app", "1", Images.Index("linux/amd64"));

        var online = (await _isolated.RunAsync("scan", $"image:{reference}", "--format", "json")).Json().GetProperty("images")[0];

        Assert.Equal(("blocked", "registry"), (online.GetProperty("status").GetString(), online.GetProperty("evidence")[0].GetProperty("source").GetString()));
        // And what this machine saw itself later outranks what was imported.
        Assert.Equal(("blocked", "it has linux/amd64, as of 2026-12-16", "cache"), await StatusAsync(_isolated, reference));
    }

    [Fact]
    public async Task A_second_import_adds_to_the_first_and_the_newer_answer_stands()
    {
        var (a, b) = (_registry.Put("team/a", "1", Images.Index("linux/arm64")), _registry.Put("team/b", "1", Images.Index("linux/arm64")));
        await _connected.RunAsync("scan", $"image:{a}", $"image:{b}");
        await _connected.RunAsync("cache", "export", Export);
        using ArchwayProgram earlier = new() { Time = new FixedTime(Monday.AddDays(-5)) };
        await earlier.RunAsync("scan", $"image:{a}", $"image:{_registry.Put("team/c", "1", Images.Index("linux/arm64"))}");
        await earlier.RunAsync("cache", "export", Export + "2");

        await _isolated.RunAsync("cache", "import", Export);
        await _isolated.RunAsync("cache", "import", Export + "2");

        Assert.EndsWith("2026-11-16", (await StatusAsync(_isolated, a)).Because, StringComparison.Ordinal);
        Assert.EndsWith("2026-11-16", (await StatusAsync(_isolated, b)).Because, StringComparison.Ordinal);
        Assert.EndsWith("2026-11-11", (await StatusAsync(_isolated, $"{_registry.Host}/team/c:1")).Because, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Path.Combine(_isolated.Home, ".cache/archway/v1"), "import-*"));
    }

    [Fact]
    public async Task An_empty_cache_is_cleared_and_not_exported()
    {
        Assert.Equal(0, (await _connected.RunAsync("cache", "clear")).ExitCode);

        var ran = await _connected.RunAsync("cache", "export", Export);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("holds nothing to export; scan something", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Export));
    }

    [Fact]
    public async Task An_export_goes_through_a_pipe_from_machine_to_machine()
    {
        var app = _registry.Put("team/app", "1", Images.Index("linux/arm64"));
        await _connected.RunAsync("scan", $"image:{app}");

        var exported = await _connected.RunAsync("cache", "export", "-");
        using ArchwayProgram isolated = new() { RawInput = _connected.RawOutput.ToArray() };
        var imported = await isolated.RunAsync("cache", "import", "-");

        Assert.Equal((0, "", "exported 3 answers to standard output\n"), (exported.ExitCode, exported.Output, exported.Error));
        Assert.Equal(0, imported.ExitCode);
        Assert.Equal("ready", (await StatusAsync(isolated, app)).Status);
    }

    [Fact]
    public async Task An_export_is_not_written_to_a_terminal()
    {
        using ArchwayProgram archway = new() { Width = 80 };
        archway.With("ARCHWAY_CACHE", (await _connected.RunAsync("cache", "path")).Output.Trim());
        await _connected.RunAsync("scan", $"image:{_registry.Put("team/app", "1", Images.Index("linux/arm64"))}");

        var ran = await archway.RunAsync("cache", "export", "-");

        Assert.Equal((2, "archway: an export is nothing for a terminal; name a file, or pipe it on\n"), (ran.ExitCode, ran.Error));
    }

    [Fact]
    public async Task An_export_that_another_could_read_is_one_no_longer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no mode here");
        _folder.With("answers.tar.gz", "old");
        await _connected.RunAsync("scan", $"image:{_registry.Put("team/app", "1", Images.Index("linux/arm64"))}");

        var ran = await _connected.RunAsync("cache", "export", Path.Combine(_folder.Path, "answers.tar.gz"));

        Assert.Equal(0, ran.ExitCode);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, "answers.tar.gz")));
    }

    [Theory]
    [InlineData("text", "cannot import text: it is not compressed by gzip, as an export is; write it anew with archway cache export")]
    [InlineData("folder", "cannot read folder: it is a folder")]
    [InlineData("nowhere", "cannot read nowhere: there is no such file")]
    public async Task What_is_no_export_is_told_in_plain_words(string name, string message)
    {
        _folder.With("text", "hello").With("folder/x", "");
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("cache", "import", name);

        Assert.Equal((2, $"archway: {message}\n"), (ran.ExitCode, ran.Error));
    }
}
