using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Archway.Oci.Content;
using Archway.Resolving.Caching;
using Archway.Testing;
using Xunit;

namespace Archway.Core.Tests.Resolving.Caching;

/// <summary>What a hostile export may not do.</summary>
public sealed class CacheImportTests : IDisposable
{
    private const string List = "archway-cache/observations";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Content = "{}"u8.ToArray();
    private static readonly string Name = $"archway-cache/sha256-{Digest.Of(Content).Hex}";
    private static readonly string Line = $"registry.test/app:1 {Digest.Of(Content)} 2026-11-20T10:00:00Z";
    private readonly TempFolder _folder = new();

    private string Cache => Path.Combine(_folder.Path, "cache");

    [Fact]
    public async Task An_honest_file_is_taken()
    {
        var imported = await ImportAsync((List, $"archway cache 1\n{Line}\n"), (Name, "{}"));

        Assert.Equal((1, new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero)), (imported.Answers, imported.Newest));
        Assert.Equal(Digest.Of(Content), new ManifestCache(Cache).Imported.Find("registry.test/app", "1")?.Digest);
    }

    [Theory]
    [InlineData("", "of another version")]
    [InlineData("archway cache 2\n", "of another version")]
    [InlineData("archway cache 1\n", "is no export of a cache")]
    [InlineData("archway cache 1\nregistry.test/app:1\n", "line 2")]
    [InlineData("archway cache 1\nregistry.test/app:1 sha256:0 2026-11-20T10:00:00Z\n", "line 2")]
    [InlineData("archway cache 1\napp sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a 2026-11-20T10:00:00Z\n", "line 2")]
    [InlineData("archway cache 1\nregistry.test/app:1 sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a yesterday\n", "line 2")]
    [InlineData("archway cache 1\nregistry.test/app:1 sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a 9999-01-01T00:00:00Z\n", "which is to come")]
    [InlineData("archway cache 1\nregistry.test/app:1 sha256:0000000000000000000000000000000000000000000000000000000000000000 2026-11-20T10:00:00Z\n", "lacks what registry.test/app:1 stood for")]
    public Task A_list_that_no_export_writes_is_refused(string list, string why) => RefusesAsync(why, (List, list), (Name, "{}"));

    [Theory]
    [InlineData("../../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("archway-cache/../../evil")]
    [InlineData("archway-cache/salt")]
    [InlineData("archway-cache/imported")]
    [InlineData("archway-cache/sha256-../../../evil")]
    [InlineData("archway-cache/tag-0000000000000000000000000000000000000000000000000000000000000000")]
    public Task A_name_that_no_export_writes_is_refused(string name) =>
        RefusesAsync("which no export writes", (List, $"archway cache 1\n{Line}\n"), (Name, "{}"), (name, "evil"));

    [Fact]
    public Task Content_that_is_not_what_its_name_says_is_refused() =>
        RefusesAsync("is something else", (List, $"archway cache 1\n{Line}\n"), (Name, "{ }"));

    [Fact]
    public Task Content_that_is_there_twice_is_refused() =>
        RefusesAsync("which no export writes", (List, $"archway cache 1\n{Line}\n"), (Name, "{}"), (Name, "{}"));

    [Fact]
    public Task A_file_that_unpacks_to_a_hundredfold_is_refused() =>
        RefusesAsync("unpacks to more than", (List, "archway cache 1\n" + new string('x', 32 * 1024 * 1024)));

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Directory)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.Fifo)]
    public async Task An_entry_that_is_no_regular_file_is_refused(TarEntryType kind)
    {
        PaxTarEntry entry = new(kind, Name);
        if (kind is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "/etc/passwd";
        await RefusesFileAsync("which no export writes", Archive([(List, $"archway cache 1\n{Line}\n")], entry));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(200)]
    public async Task A_file_that_is_cut_short_is_refused(int length)
    {
        var whole = Archive([(List, $"archway cache 1\n{Line}\n"), (Name, "{}")]);
        await File.WriteAllBytesAsync(whole, (await File.ReadAllBytesAsync(whole, Stop)).AsSpan(0, length).ToArray(), Stop);

        await RefusesFileAsync("cannot import", whole);
    }

    [Fact]
    public async Task A_file_that_is_something_else_is_refused()
    {
        var file = Path.Combine(_folder.Path, "text");
        await File.WriteAllTextAsync(file, "hello", Stop);
        await RefusesFileAsync("it is not compressed by gzip", file);

        await using (GZipStream zip = new(File.Create(file), CompressionLevel.Fastest)) await zip.WriteAsync(new byte[4096], Stop);
        await RefusesFileAsync("cannot import", file);
    }

    [Fact]
    public async Task An_import_that_is_stopped_leaves_what_was_there()
    {
        await ImportAsync((List, $"archway cache 1\n{Line}\n"), (Name, "{}"));
        var before = AllFiles();
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ReadAsync(Path.Combine(_folder.Path, "export.tar.gz"), stopped.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CacheExport.Of(Cache, Stop).WriteAsync(Stream.Null, stopped.Token));

        Assert.Equal(before, AllFiles());
        Assert.Equal(["cache", "export.tar.gz"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<CacheImport> ImportAsync(params (string Name, string Text)[] entries) => ReadAsync(Archive(entries), Stop);

    private async Task<CacheImport> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return await CacheImport.ReadAsync(stream, file, Cache, Now, cancellationToken);
    }

    private Task RefusesAsync(string why, params (string Name, string Text)[] entries) => RefusesFileAsync(why, Archive(entries));

    // Whatever was imported before is there after, and nothing else.
    private async Task RefusesFileAsync(string why, string file)
    {
        await ReadAsync(Archive([(List, $"archway cache 1\n{Line}\n"), (Name, "{}")], name: "good"), Stop);
        var before = AllFiles();

        var refused = await Assert.ThrowsAsync<CacheException>(() => ReadAsync(file, Stop));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, AllFiles());
        Assert.NotNull(new ManifestCache(Cache).Imported.Find("registry.test/app", "1"));
    }

    private string[] AllFiles() => [.. Directory.GetFileSystemEntries(Cache, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private string Archive((string Name, string Text)[] entries, TarEntry? more = null, string name = "export")
    {
        var file = Path.Combine(_folder.Path, name + ".tar.gz");
        using GZipStream zip = new(File.Create(file), CompressionLevel.Optimal);
        using TarWriter tar = new(zip);
        foreach (var (path, text) in entries)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        if (more is not null) tar.WriteEntry(more);
        return file;
    }
}
