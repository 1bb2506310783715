using Archway.Judging;
using Archway.Knowing;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Resolving;
using Archway.Testing;
using Xunit;

namespace Archway.Core.Tests.Judging;

/// <summary>What is thought of an index whose manifests and configs were read, and of one that was taken at its word.</summary>
public sealed class EntryRuleTests
{
    private const long Large = 30_000_000;
    private static readonly CatalogAnswer Nothing = new() { Verdict = CatalogVerdict.Unknown, Because = "the catalog does not know it" };
    private static readonly LayeredImage Amd64 = new("linux/amd64", ("x86 base", Large), ("x86 app", Large));
    private static readonly LayeredImage Arm64 = new("linux/arm64", ("arm base", Large), ("arm app", Large));

    [Fact]
    public void Images_that_differ_are_ready_and_nothing_is_remarked()
    {
        var judged = On("linux/arm64", Amd64, Arm64);

        Assert.Equal(ImageStatus.Ready, judged.Status);
        Assert.Empty(judged.Remarks);
    }

    [Theory]
    [InlineData("linux/arm64", "its linux/arm64 and linux/amd64 entries hold the very same layers, which")]
    [InlineData("linux/amd64", "its linux/amd64 and linux/arm64 entries hold the very same layers, which")]
    [InlineData("linux/s390x", "its linux/s390x and linux/amd64 entries hold the very same layers, which")]
    public void Equal_layers_that_start_a_program_make_either_side_suspect(string target, string because)
    {
        var judged = On(target, Amd64, Copy("linux/arm64"), Copy("linux/s390x"));

        Assert.Equal(ImageStatus.Suspect, judged.Status);
        Assert.StartsWith(because, judged.Because, StringComparison.Ordinal);
        Assert.Empty(judged.Remarks);
    }

    [Fact]
    public void Layers_are_equal_whatever_compresses_them()
    {
        Assert.Equal(ImageStatus.Suspect, On("linux/arm64", Amd64, Copy("linux/arm64") with { Compression = "zstd" }).Status);
    }

    [Fact]
    public void Where_the_config_agrees_that_the_layers_are_the_siblings_both_are_said()
    {
        LayeredImage[] images = [Amd64, Copy("linux/arm64") with { Says = "linux/amd64" }];

        var judged = On("linux/arm64", images);

        Assert.Equal(ImageStatus.Suspect, judged.Status);
        Assert.Equal(
            "its linux/arm64 and linux/amd64 entries hold the very same layers, and the config of the linux/arm64 one says linux/amd64; "
            + "--verify tells what is in them",
            judged.Because);
        Assert.Empty(judged.Remarks);
        // Both configs are for amd64: it is the other entry that lies.
        Assert.Equal(ImageStatus.Ready, On("linux/amd64", images).Status);
    }

    [Fact]
    public void Equal_layers_of_data_are_rightly_equal()
    {
        Assert.Equal(ImageStatus.Ready, On("linux/arm64", Amd64 with { Command = [] }, Copy("linux/arm64") with { Command = [] }).Status);
        Assert.Equal(ImageStatus.Ready, On("linux/arm64", new("linux/amd64", ("licence", 60_000)), new("linux/arm64", ("licence", 60_000))).Status);
        Assert.Equal(ImageStatus.Ready, On("linux/arm64", new("linux/amd64"), new("linux/arm64")).Status);
    }

    [Theory]
    [InlineData("linux/arm/v7", "linux/arm64")]
    [InlineData("linux/386", "linux/amd64")]
    public void Processors_of_one_family_may_share_their_programs(string one, string other)
    {
        Assert.Equal(ImageStatus.Ready, On(one, Copy(one), Copy(other)).Status);
        Assert.Equal(ImageStatus.Ready, On(other, Copy(one), Copy(other)).Status);
    }

    [Fact]
    public void What_is_for_another_system_is_no_sibling() =>
        Assert.Equal(ImageStatus.Ready, On("linux/arm64", Copy("linux/arm64"), Copy("windows/amd64")).Status);

    [Fact]
    public void One_manifest_under_two_platforms_is_told_of_an_index_alone_and_suspect_when_read()
    {
        var (image, entry) = Amd64.Entry();
        var lying = Images.Over(MediaTypes.OciIndex, (image, entry), (image, entry.Replace("amd64", "arm64", StringComparison.Ordinal)));

        var unread = On("linux/arm64", Listed(lying));
        var read = On("linux/arm64", Read(lying));

        Assert.Equal(ImageStatus.Ready, unread.Status);
        Assert.StartsWith("its index has the very same manifest for linux/arm64 and linux/amd64, which", Only("I107", unread), StringComparison.Ordinal);
        Assert.Equal(ImageStatus.Suspect, read.Status);
        Assert.Empty(read.Remarks);
        Assert.Equal(ImageStatus.Ready, On("linux/amd64", Read(lying)).Status);
    }

    [Fact]
    public void One_base_under_two_platforms_is_a_finding_and_one_layer_above_it_is_not()
    {
        var based = On("linux/arm64", Amd64, new("linux/arm64", ("x86 base", Large), ("arm app", Large)));
        var above = On("linux/arm64", new("linux/amd64", ("x86 base", Large), ("scripts", Large)), new("linux/arm64", ("arm base", Large), ("scripts", Large)));
        var small = On("linux/arm64", new("linux/amd64", ("zones", 900_000), ("x86 app", Large)), new("linux/arm64", ("zones", 900_000), ("arm app", Large)));

        Assert.Equal(ImageStatus.Ready, based.Status);
        Assert.StartsWith("its linux/arm64 and linux/amd64 entries stand on the very same base layer sha256:", Only("I108", based), StringComparison.Ordinal);
        Assert.Contains("(30.0 MB)", Only("I108", based), StringComparison.Ordinal);
        Assert.Empty(above.Remarks);
        Assert.Empty(small.Remarks);
    }

    [Theory]
    [InlineData("linux/arm64", "linux/amd64", true)]
    [InlineData("linux/arm64", "linux/s390x", true)]
    [InlineData("linux/arm64", "windows/arm64", true)]
    [InlineData("linux/arm64/v8", "linux/arm64", false)]
    [InlineData("linux/arm64", "linux/aarch64", false)]
    [InlineData("linux/arm/v7", "linux/arm", false)]
    [InlineData("linux/arm/v7", "linux/arm/v6", false)]
    [InlineData("linux/arm64", null, false)]
    public void A_config_of_another_architecture_is_a_note(string listed, string? says, bool isNote)
    {
        var judged = On(listed, new LayeredImage(listed, ("app", Large)) { Says = says });

        Assert.Equal(ImageStatus.Ready, judged.Status);
        if (isNote) Assert.StartsWith($"its index lists {listed}, but the config of that entry says {says}:", Only("I109", judged), StringComparison.Ordinal);
        else Assert.Empty(judged.Remarks);
    }

    [Fact]
    public void Several_entries_for_one_platform_are_told_with_their_digests()
    {
        var images = new[] { Amd64, Arm64, new("linux/arm64/v8", ("other", Large)) };

        var message = Only("I110", On("linux/arm64", Listed(LayeredImage.Index(images))));

        Assert.StartsWith("its index has 2 entries for linux/arm64, and runtimes differ in which they take: ", message, StringComparison.Ordinal);
        Assert.All(images[1..], image => Assert.Contains(image.Make().Digest.ToString(), message, StringComparison.Ordinal));
        Assert.Empty(On("linux/amd64", Listed(LayeredImage.Index(images))).Remarks);
    }

    [Fact]
    public void Entries_that_are_listed_twice_for_a_reason_are_no_finding()
    {
        var zstd = Arm64 with { Compression = "zstd" };
        var marked = zstd with { More = "\"annotations\":{\"io.github.containers.compression.zstd\":\"true\"}" };
        var (image, entry) = Arm64.Entry();

        // The same manifest twice is the same image.
        Assert.Empty(On("linux/arm64", Listed(Images.Over(MediaTypes.OciIndex, (image, entry), (image, entry)))).Remarks);
        Assert.Empty(On("linux/arm64", Listed(LayeredImage.Index(Arm64, marked))).Remarks);
        Assert.Empty(On("linux/arm64", Arm64, zstd).Remarks);
        Assert.Empty(On("linux/arm64", Arm64, new("linux/arm64/v9", ("newer", Large))).Remarks);
        Assert.Empty(On("windows/amd64", Listed(Windows("10.0.17763.1", "10.0.20348.1"))).Remarks);
        Only("I110", On("windows/amd64", Listed(Windows("10.0.17763.1", "10.0.17763.1"))));
    }

    [Fact]
    public void The_second_entry_for_a_platform_may_be_the_one_that_lies()
    {
        var judged = On("linux/arm64", Amd64, Arm64, Copy("linux/arm64"));

        Assert.Equal(ImageStatus.Suspect, judged.Status);
        Assert.Contains($"its linux/arm64 ({Copy("linux/arm64").Make().Digest}) and linux/amd64 entries", judged.Because, StringComparison.Ordinal);
        Only("I110", judged);
    }

    [Theory]
    [InlineData(30_000_000, 7_400_000, true)]
    [InlineData(30_000_000, 7_600_000, false)]
    [InlineData(19_000_000, 1_000_000, false)]
    public void Far_smaller_is_less_than_a_quarter_of_what_is_large(long sibling, long own, bool isNote)
    {
        var judged = On("linux/arm64", new("linux/amd64", ("x86", sibling)), new("linux/arm64", ("arm", own)));

        Assert.Equal(isNote ? ["its linux/arm64 image is far smaller than its linux/amd64 image: 7.4 MB against 30.0 MB, compressed"] : [],
            judged.Remarks.Select(remark => remark.Message));
    }

    [Theory]
    [InlineData("2026-07-02T00:00:00Z", "2026-01-01T00:00:00Z", true)]
    [InlineData("2026-06-29T00:00:00Z", "2026-01-01T00:00:00Z", false)]
    [InlineData("2026-01-01T00:00:00Z", "2026-07-02T00:00:00Z", false)]
    [InlineData("2026-07-02T00:00:00Z", "1970-01-01T00:00:00Z", false)]
    [InlineData("2026-07-02T00:00:00Z", "1980-01-01T00:00:01Z", false)]
    [InlineData("2026-07-02T00:00:00Z", "0001-01-01T00:00:00Z", false)]
    [InlineData("2026-07-02T00:00:00Z", "yesterday", false)]
    public void Far_older_is_more_than_half_a_year(string sibling, string own, bool isNote)
    {
        var judged = On("linux/arm64", Amd64 with { Created = sibling }, Arm64 with { Created = own });

        Assert.Equal(isNote ? ["its linux/arm64 image is far older than its linux/amd64 image: made 2026-01-01 against 2026-07-02"] : [],
            judged.Remarks.Select(remark => remark.Message));
    }

    [Fact]
    public void Sizes_beyond_all_measure_are_only_large()
    {
        var huge = new LayeredImage("linux/amd64", ("a", long.MaxValue), ("b", long.MaxValue), ("c", long.MaxValue));

        var judged = On("linux/arm64", huge, Arm64);

        Assert.StartsWith("its linux/arm64 image is far smaller", Only("I111", judged), StringComparison.Ordinal);
    }

    [Fact]
    public void A_suspicion_and_remarks_change_nothing_of_what_is_surer()
    {
        var facts = Read(LayeredImage.Index(Amd64, Copy("linux/arm64")));
        var broken = Nothing with { Verdict = CatalogVerdict.Broken, Because = "its content is for x86-64" };

        Assert.Equal(ImageStatus.Broken, Judged("linux/arm64", facts, broken).Status);
        Assert.Equal(ImageStatus.Suspect, Judged("linux/arm64", facts, Nothing, Requirement.Content).Status);
        Assert.Equal(ImageStatus.Blocked, On("linux/riscv64", facts).Status);
    }

    [Fact]
    public void An_image_whose_content_is_required_keeps_what_was_remarked_of_it()
    {
        var judged = Judged("linux/arm64", Read(LayeredImage.Index(Amd64, Arm64 with { Says = "linux/amd64" })), Nothing, Requirement.Content);

        Assert.Equal(ImageStatus.Unknown, judged.Status);
        Only("I109", judged);
    }

    private static LayeredImage Copy(string platform) => Amd64 with { Platform = platform, Says = platform };

    private static StoredImage Windows(params string[] builds) => Images.Over(MediaTypes.OciIndex, [.. builds.Select((build, i) =>
    {
        var image = new LayeredImage("windows/amd64", ($"{build} {i}", Large)).Make();
        return (image, image.Entry($$"""
            "platform":{"os":"windows","architecture":"amd64","os.version":"{{build}}"}
            """));
    })]);

    private static string Only(string rule, TargetJudgement judged)
    {
        var remark = Assert.Single(judged.Remarks);
        Assert.Equal(rule, remark.Rule);
        return remark.Message;
    }

    private static TargetJudgement On(string target, params LayeredImage[] images) => On(target, Read(LayeredImage.Index(images)));

    private static TargetJudgement On(string target, ImageFacts facts) => Judged(target, facts, Nothing);

    private static TargetJudgement Judged(string target, ImageFacts facts, CatalogAnswer known, Requirement required = Requirement.Catalog) =>
        Assert.Single(Judge.Image(facts, [new(Platform.Parse(target), known)], builtFrom: null, required).Targets);

    private static ImageFacts Listed(StoredImage index) => new()
    {
        Image = "registry.test/app:1",
        Answer = new ImageAnswer.Found(),
        IsIndex = true,
        Platforms = [.. ((ImageIndex)Manifest.Read(index.MediaType, index.Raw)).Images.Select(entry => new PlatformFacts(entry.Platform!, entry))],
    };

    private static ImageFacts Read(StoredImage index)
    {
        var listed = Listed(index);
        return listed with
        {
            Platforms = [.. listed.Platforms.Select((entry, i) => entry with
            {
                Layers = ((ImageManifest)Manifest.Read(index.Children[i].MediaType, index.Children[i].Raw)).Layers,
                Config = ImageConfig.Read(index.Children[i].Blobs[0]),
            })],
        };
    }
}
