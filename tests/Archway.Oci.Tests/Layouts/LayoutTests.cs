using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Archway.Oci.Content;
using Archway.Oci.Layouts;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Layouts;

public sealed class LayoutTests : IDisposable
{
    private static readonly StoredImage Multi = Images.Index("linux/amd64", "linux/arm64");
    private static readonly StoredImage Single = Images.Manifest("linux/arm64");
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("archway-layout-");
    private readonly RegistryClient _client = new(new());

    public static TheoryData<string> Forms => ["oci", "oci-archive", "oci-archive gzip", "docker-archive"];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_only_image_needs_no_name(string form)
    {
        var source = Lay(form, (Multi, Named("1.2")));

        var manifest = await FindAsync(source);

        Assert.Equal(Multi.Raw, manifest?.Raw.ToArray());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task An_image_is_found_by_tag_name_or_digest(string form)
    {
        var source = Lay(form, (Multi, Named("ghcr.io/acme/api:1.2")), (Single, Named("2.0")),
            (Images.Manifest("linux/amd64"), Containerd("docker.io/library/redis:7")));

        Assert.Equal(Multi.Digest, (await FindAsync(source + ":1.2"))?.Self.Digest);
        Assert.Equal(Multi.Digest, (await FindAsync(source + ":ghcr.io/acme/api:1.2"))?.Self.Digest);
        Assert.Equal(Single.Digest, (await FindAsync(source + ":2.0"))?.Self.Digest);
        Assert.NotNull(await FindAsync(source + ":redis:7"));
        Assert.Equal(Multi.Children[1].Digest, (await FindAsync($"{source}@{Multi.Children[1].Digest}"))?.Self.Digest);
        Assert.Null(await FindAsync(source + ":3"));
        Assert.Null(await FindAsync($"{source}@{Digest.Of("none"u8)}"));
    }

    [Fact]
    public async Task Several_images_without_a_name_asked_are_listed()
    {
        var source = Lay("oci", (Multi, Named("1.2")), (Single, Named("2.0")));

        var refusal = await RefusalAsync(source);

        Assert.Contains("it holds 2 images; name one of them: 1.2, 2.0", refusal.Message);
        Assert.StartsWith($"cannot read {source[4..]}", refusal.Message);
    }

    [Fact]
    public async Task Platforms_that_share_a_name_are_read_as_the_index_they_stand_in()
    {
        var (amd64, arm64) = (Images.Entry("linux/amd64", docker: false).Image, Images.Entry("linux/arm64", docker: false).Image);
        var source = Lay("oci", (amd64, Shared("amd64")), (arm64, Shared("arm64")));

        var whole = Assert.IsType<ImageIndex>(await FindAsync(source));
        var named = Assert.IsType<ImageIndex>(await FindAsync(source + ":1"));

        Assert.Equal(["linux/amd64", "linux/arm64"], whole.Platforms.Select(platform => platform.ToString()));
        Assert.Equal(whole.Self.Digest, named.Self.Digest);

        static string Shared(string architecture) => $$"""{{Named("1")}},"platform":{"os":"linux","architecture":"{{architecture}}"}""";
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Configs_and_layers_are_read_and_checked(string form)
    {
        var opened = await OpenAsync(Lay(form, (Single, "")));
        var manifest = (ImageManifest)(await opened.Repository.FindManifestAsync(null, TestContext.Current.CancellationToken))!;

        var config = await opened.Repository.ReadBlobAsync(manifest.Config, ImageConfig.LargestSize, TestContext.Current.CancellationToken);
        await using var layer = await opened.Repository.OpenBlobAsync(manifest.Layers.Single(), TestContext.Current.CancellationToken);
        using MemoryStream copy = new();
        await layer.CopyToAsync(copy, TestContext.Current.CancellationToken);

        Assert.Equal("linux/arm64", ImageConfig.Read(config).Platform?.ToString());
        Assert.Equal(Single.Blobs[1], copy.ToArray());
    }

    [Fact]
    public async Task A_blob_that_lies_is_found_out()
    {
        var source = Lay("oci", (Multi, ""));
        File.WriteAllText(At($"blobs/sha256/{Multi.Digest.Hex}"), "{}");

        Assert.Equal(RegistryFault.DigestMismatch, (await RefusalAsync(source)).Fault);
    }

    [Fact]
    public async Task A_link_is_refused()
    {
        var source = Lay("oci", (Multi, ""));
        var blob = At($"blobs/sha256/{Multi.Digest.Hex}");
        File.Move(blob, At("elsewhere"));
        File.CreateSymbolicLink(blob, At("elsewhere"));

        Assert.Contains("is a link", (await RefusalAsync(source)).Message);
    }

    [Fact]
    public async Task What_is_no_layout_says_so()
    {
        File.WriteAllText(At("plain"), "text");
        File.WriteAllText(At("empty"), "");
        Directory.CreateDirectory(At("folder"));

        Assert.Contains("it has no oci-layout", (await RefusalAsync($"oci:{At("folder")}")).Message);
        Assert.Contains("there is no such folder", (await RefusalAsync($"oci:{At("none")}")).Message);
        Assert.Contains("use oci-archive:", (await RefusalAsync($"oci:{At("plain")}")).Message);
        Assert.Contains("there is no such file", (await RefusalAsync($"oci-archive:{At("none")}")).Message);
        Assert.Contains("archive", (await RefusalAsync($"oci-archive:{At("plain")}")).Message);
        Assert.Contains("the file is empty", (await RefusalAsync($"docker-archive:{At("empty")}")).Message);
    }

    [Theory]
    [InlineData("index.json", "[]")]
    [InlineData("index.json", "{")]
    [InlineData("oci-layout", """{"imageLayoutVersion":"9.0.0"}""")]
    public async Task A_broken_layout_says_so(string file, string text)
    {
        var source = Lay("oci", (Multi, ""));
        File.WriteAllText(At(file), text);

        Assert.Equal(RegistryFault.Malformed, (await RefusalAsync(source)).Fault);
    }

    [Fact]
    public async Task An_archive_cut_anywhere_is_an_answer_and_no_crash()
    {
        var source = Lay("oci-archive", (Single, ""));
        var whole = File.ReadAllBytes(At("image.tar"));

        for (var length = 0; length < whole.Length; length += 257)
        {
            File.WriteAllBytes(At("image.tar"), whole[..length]);
            try
            {
                await FindAsync(source);
            }
            catch (RegistryException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public async Task A_gzip_that_was_cut_short_is_said()
    {
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        var source = Lay("oci-archive gzip", (Multi with { Blobs = [noise] }, Named("1.2")));
        var whole = File.ReadAllBytes(At("image.tar"));
        File.WriteAllBytes(At("image.tar"), whole[..(whole.Length / 2)]);

        Assert.Contains("broken or cut short", (await RefusalAsync(source)).Message);
    }

    [Fact]
    public async Task A_folder_named_as_an_archive_is_said()
    {
        Lay("oci", (Multi, Named("1.2")));

        Assert.Contains("use oci: for a layout", (await RefusalAsync($"oci-archive:{_root.FullName}")).Message);
    }

    [Theory]
    [InlineData(true, '0')]
    [InlineData(false, '0')]
    [InlineData(true, 'g')]
    [InlineData(false, 'g')]
    [InlineData(true, 'x')]
    public async Task An_archive_whose_entry_claims_far_more_than_there_is_is_given_up(bool gzip, char kind)
    {
        var header = Tar.HeaderOf("index.json", size: 8L << 30, kind);
        using (Stream file = File.Create(At("bomb.tar")), packed = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file) packed.Write(header);

        Assert.Contains("unpacks to far more than it has", (await RefusalAsync($"oci-archive:{At("bomb.tar")}")).Message);
    }

    [Fact]
    public async Task An_archive_with_names_without_end_is_given_up()
    {
        var name = Encoding.ASCII.GetBytes(new string('a', 1024 * 1024));
        using (GZipStream packed = new(File.Create(At("names.tar")), CompressionLevel.Fastest))
            for (var i = 0; i < 40; i++)
            {
                packed.Write(Tar.HeaderOf("name", name.Length, 'L'));
                packed.Write(name);
                packed.Write(Tar.HeaderOf("file", size: 0));
            }

        Assert.Contains("characters altogether", (await RefusalAsync($"oci-archive:{At("names.tar")}")).Message);
    }

    [Theory]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public void Long_names_are_read(TarEntryFormat format)
    {
        var name = string.Join('/', Enumerable.Repeat("a-rather-long-folder", 12)) + "/ä";
        Tar.Write(At("long.tar"), [(name, "content"u8.ToArray())], format);

        var files = TarFiles.Open(At("long.tar"), "long.tar", TestContext.Current.CancellationToken);

        Assert.Equal(7, files.Find(name)?.Length);
    }

    public void Dispose()
    {
        _client.Dispose();
        _root.Delete(recursive: true);
    }

    private string Lay(string form, params (StoredImage Image, string More)[] entries)
    {
        List<(string Name, byte[] Content)> files =
        [
            ("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray()),
            ("index.json", Images.Over(MediaTypes.OciIndex, [.. entries.Select(one => (one.Image, one.Image.Entry(one.More)))]).Raw),
            .. entries.SelectMany(one => one.Image.All()).SelectMany(image => image.Blobs.Append(image.Raw))
                .Select(blob => ($"blobs/sha256/{Digest.Of(blob).Hex}", blob)).DistinctBy(file => file.Item1),
        ];
        if (form != "oci")
        {
            Tar.Write(At("image.tar"), files, gzip: form.EndsWith("gzip", StringComparison.Ordinal));
            return $"{form.Split(' ')[0]}:{At("image.tar")}";
        }

        foreach (var (name, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
            File.WriteAllBytes(At(name), content);
        }

        return $"oci:{_root.FullName}";
    }

    private async Task<OpenedImage> OpenAsync(string source) =>
        await new ImageSources(_client, TimeProvider.System).OpenAsync(ImageSource.Parse(source), TestContext.Current.CancellationToken);

    private async Task<Manifest?> FindAsync(string source)
    {
        var opened = await OpenAsync(source);
        return await opened.Repository.FindManifestAsync(opened.Selector, TestContext.Current.CancellationToken);
    }

    private Task<RegistryException> RefusalAsync(string source) => Assert.ThrowsAsync<RegistryException>(() => FindAsync(source));

    private string At(string path) => Path.Combine(_root.FullName, path);

    private static string Named(string name) => $$"""
        "annotations":{"org.opencontainers.image.ref.name":"{{name}}"}
        """.Trim();

    private static string Containerd(string name) => $$"""
        "annotations":{"io.containerd.image.name":"{{name}}","org.opencontainers.image.ref.name":"{{name.Split(':')[^1]}}"}
        """.Trim();
}
