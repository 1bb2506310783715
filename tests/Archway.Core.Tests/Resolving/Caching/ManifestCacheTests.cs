using Archway.Oci.Content;
using Archway.Resolving.Caching;
using Archway.Testing;
using Xunit;

namespace Archway.Core.Tests.Resolving.Caching;

public sealed class ManifestCacheTests : IDisposable
{
    private static readonly byte[] Content = "content"u8.ToArray();
    private readonly TempFolder _folder = new();

    [Fact]
    public void What_cannot_be_kept_leaves_no_draft_behind()
    {
        Shelf().KeepContent(Digest.Of(Content), Content);
        var file = Files().Single(name => Path.GetFileName(name).StartsWith("sha256", StringComparison.Ordinal));
        File.Delete(file);
        Directory.CreateDirectory(file);

        Shelf().KeepContent(Digest.Of(Content), Content);

        Assert.Null(Shelf().FindContent(Digest.Of(Content)));
        Assert.Equal(["salt"], Files().Select(Path.GetFileName));
    }

    [Fact]
    public void A_pipe_where_content_should_lie_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among its files");
        Shelf().KeepContent(Digest.Of(Content), Content);
        var file = Files().Single(name => Path.GetFileName(name).StartsWith("sha256", StringComparison.Ordinal));
        File.Delete(file);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [file])) made.WaitForExit();

        Assert.Null(Shelf().FindContent(Digest.Of(Content)));
    }

    [Fact]
    public void A_salt_that_lost_its_content_is_made_anew()
    {
        Shelf().KeepContent(Digest.Of(Content), Content);
        var salt = Files().Single(name => Path.GetFileName(name) == "salt");
        File.WriteAllBytes(salt, []);

        Assert.Null(Shelf().FindContent(Digest.Of(Content)));
        Assert.Equal(32, new FileInfo(salt).Length);
    }

    public void Dispose() => _folder.Dispose();

    private CacheShelf Shelf() => new ManifestCache(_folder.Path).ShelfFor("registry.test", null);

    private string[] Files() => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);
}
