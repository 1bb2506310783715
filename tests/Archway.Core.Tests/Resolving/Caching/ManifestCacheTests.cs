using System.Text;
using Archway.Oci.Content;
using Archway.Resolving.Caching;
using Archway.Testing;
using Xunit;

namespace Archway.Core.Tests.Resolving.Caching;

public sealed class ManifestCacheTests : IDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 9, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    [Fact]
    public void What_one_run_keeps_the_next_finds()
    {
        Keep("one", "two");

        Assert.Equal(("one", "two"), (Find("one"), Find("two")));
        Assert.Equal(Named("two"), Run(shelf => shelf.Find("registry.test/app", "two")?.Digest));
    }

    [Fact]
    public void A_run_finds_what_it_kept_itself() => Run(shelf =>
    {
        shelf.KeepContent(Named("one"), Bytes("one"));
        Assert.Equal(Bytes("one"), shelf.FindContent(Named("one")));
        return 0;
    });

    [Fact]
    public void What_a_killed_run_left_half_written_hides_nothing_before_it()
    {
        Keep("one", "two");
        var pack = Assert.Single(Packs());
        var whole = File.ReadAllBytes(pack);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(pack, whole[..length]);
            var (one, two) = (Find("one"), Find("two"));
            Assert.True(one is null or "one" && two is null or "two" && (two is null || one is not null));
        }

        File.WriteAllBytes(pack, whole[..(whole.Length / 2)]);
        Assert.Equal(("one", null), (Find("one"), Find("two")));
        Keep("two");
        Assert.Equal(("one", "two"), (Find("one"), Find("two")));
    }

    [Fact]
    public async Task What_was_damaged_is_kept_anew_and_stays()
    {
        Keep("one", "two");
        var pack = Assert.Single(Packs());
        var bytes = File.ReadAllBytes(pack);
        bytes[bytes.AsSpan().IndexOf("one\n"u8)] ^= 1;
        File.WriteAllBytes(pack, bytes);
        // Names of packs are told apart by the millisecond.
        await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);

        Run(shelf =>
        {
            shelf.KeepContent(Named("one"), Bytes("one"));
            return 0;
        });

        Assert.Equal(("one", "two"), (Find("one"), Find("two")));
        Assert.Equal(2, Packs().Length);
    }

    [Fact]
    public void What_a_name_stood_for_last_stands()
    {
        foreach (var (text, day) in new[] { ("one", 0), ("two", 1), ("three", 2) })
            Run(shelf =>
            {
                shelf.Keep("registry.test/app", "latest", Named(text), Monday.AddDays(day));
                return 0;
            });

        var seen = Run(shelf => shelf.Find("registry.test/app", "latest"));

        Assert.Equal((Named("three"), Monday.AddDays(2)), (seen!.Digest, seen.Seen));
    }

    [Fact]
    public void The_packs_of_many_runs_become_one()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => $"text {i}")];

        foreach (var text in texts) Keep(text);

        Assert.InRange(Packs().Length, 1, 17);
        Assert.Equal(texts, texts.Select(Find));
        Assert.All(texts, text => Assert.NotNull(Run(shelf => shelf.Find("registry.test/app", text.Replace(' ', '-')))));
    }

    [Fact]
    public void A_pack_that_another_run_still_writes_to_stays()
    {
        using ManifestCache other = new(_folder.Path);
        var shelf = other.ShelfFor("registry.test", null);
        shelf.KeepContent(Named("first"), Bytes("first"));

        foreach (var i in Enumerable.Range(0, 40)) Keep($"text {i}");
        shelf.KeepContent(Named("last"), Bytes("last"));

        Assert.Equal(("first", "last"), (Find("first"), Find("last")));
    }

    [Fact]
    public void Runs_that_begin_at_the_same_time_lose_nothing()
    {
        string[] texts = ["text 0", "text 1", "text 2", "text 3"];
        foreach (var round in Enumerable.Range(0, 50))
        {
            using Barrier together = new(texts.Length);
            var folder = Path.Combine(_folder.Path, $"{round}");
            Thread[] runs = [.. texts.Select(text => new Thread(() =>
            {
                using ManifestCache cache = new(folder);
                together.SignalAndWait(TestContext.Current.CancellationToken);
                cache.ShelfFor("registry.test", null).KeepContent(Named(text), Bytes(text));
            }))];
            foreach (var run in runs) run.Start();
            foreach (var run in runs) run.Join();

            using ManifestCache after = new(folder);
            Assert.All(texts, text => Assert.NotNull(after.ShelfFor("registry.test", null).FindContent(Named(text))));
        }
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("noise")]
    public void What_is_no_pack_is_neither_waited_for_nor_read(string what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has neither pipes among its files nor links for everybody");
        Keep("one");
        var pack = Assert.Single(Packs());
        File.Move(pack, Path.Combine(_folder.Path, "elsewhere"));
        if (what == "folder") Directory.CreateDirectory(pack);
        if (what == "link") File.CreateSymbolicLink(pack, Path.Combine(_folder.Path, "elsewhere"));
        if (what == "noise") File.WriteAllBytes(pack, [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31))]);
        if (what == "pipe")
            using (var made = System.Diagnostics.Process.Start("mkfifo", [pack])) made.WaitForExit();

        Assert.Null(Find("one"));
        foreach (var i in Enumerable.Range(0, 40)) Keep($"text {i}");
        Assert.Equal("text 7", Find("text 7"));
    }

    [Fact]
    public void What_cannot_be_kept_is_no_error()
    {
        Keep("one");
        var folder = Path.GetDirectoryName(Assert.Single(Packs()))!;
        Directory.Delete(folder, recursive: true);
        File.WriteAllText(folder, "");

        Keep("one");

        Assert.Null(Find("one"));
    }

    [Fact]
    public void A_salt_that_lost_its_content_is_made_anew()
    {
        Keep("one");
        var salt = Path.Combine(_folder.Path, "v1", "salt");
        File.WriteAllBytes(salt, []);

        Assert.Null(Find("one"));
        Assert.Equal(32, new FileInfo(salt).Length);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static Digest Named(string text) => Digest.Of(Bytes(text));

    private void Keep(params string[] texts) => Run(shelf =>
    {
        foreach (var text in texts)
        {
            shelf.KeepContent(Named(text), Bytes(text));
            shelf.Keep("registry.test/app", text.Replace(' ', '-'), Named(text), Monday);
        }

        return 0;
    });

    private string? Find(string text) => Run(shelf => shelf.FindContent(Named(text)) is { } content ? Encoding.UTF8.GetString(content) : null);

    private T Run<T>(Func<CacheShelf, T> use)
    {
        using ManifestCache cache = new(_folder.Path);
        return use(cache.ShelfFor("registry.test", null));
    }

    private string[] Packs() => Directory.GetFiles(_folder.Path, "pack-*", SearchOption.AllDirectories);
}
