using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Verifying;

/// <summary>A library of x86-64 in an image of Arm64: found where it is, and not told of where it is hidden or rightly there.</summary>
public sealed class StrayFileTests(RealImageRegistry registry)
{
    [Fact]
    public async Task A_stray_library_is_named_with_the_layer_and_the_step_that_brought_it()
    {
        var (image, reference) = await registry.PushAsync("bad/stray", "arm64", StrayImages.PlainAsync);

        var verified = await VerifiedImage.OfAsync(reference);

        Assert.Equal("suspect", verified.Verification);
        Assert.NotEqual("ready", verified.Status);
        var file = Assert.Single(verified.Content.GetProperty("foreign").EnumerateArray());
        Assert.Equal(StrayImages.Path, file.GetProperty("path").GetString());
        Assert.Equal(("linux/amd64", "linux/arm64"), (file.GetProperty("found").GetString(), file.GetProperty("wanted").GetString()));
        Assert.Equal("library", file.GetProperty("role").GetString());
        Assert.Equal(3, file.GetProperty("layer").GetInt32());
        Assert.Equal(Oci.Content.Digest.Of(image.Blobs[4]).ToString(), file.GetProperty("layerDigest").GetString());
        Assert.Equal(StrayImages.CreatedBy, file.GetProperty("createdBy").GetString());
        await verified.MatchesAsync(image);
    }

    [Fact]
    public async Task One_that_an_upper_layer_deleted_is_not_there() => await IsCleanAsync("whiteout", StrayImages.WhiteoutAsync);

    [Fact]
    public async Task One_that_an_upper_layer_wrote_over_is_not_there() => await IsCleanAsync("overwritten", StrayImages.OverwrittenAsync);

    [Fact]
    public async Task One_whose_folder_an_upper_layer_made_anew_is_not_there() => await IsCleanAsync("opaque", StrayImages.OpaqueAsync);

    [Fact]
    public async Task One_written_through_a_link_of_the_base_is_deleted_by_its_real_path() => await IsCleanAsync("linked", StrayImages.ThroughLinkAsync);

    [Fact]
    public async Task One_of_two_names_is_found_by_the_name_that_is_left()
    {
        var (image, reference) = await registry.PushAsync("bad/stray", "hard-linked", StrayImages.HardLinkedAsync);

        var verified = await VerifiedImage.OfAsync(reference);

        Assert.Equal("suspect", verified.Verification);
        Assert.Equal([("/opt/app/libz.so", null, "linux/amd64")], verified.Foreign);
        await verified.MatchesAsync(image);
    }

    [Fact]
    public async Task Libraries_of_several_machines_in_folders_that_say_so_may_be_there()
    {
        var (image, reference) = await registry.PushAsync("bad/stray", "multi-native", StrayImages.MultiNativeAsync);

        var verified = await VerifiedImage.OfAsync(reference);

        Assert.Equal("verified", verified.Verification);
        Assert.Empty(verified.Foreign);
        Assert.Equal([("/app/node_modules/sharp/build/linux-x64/libz.so.1", null, "linux/amd64")], verified.Legitimate);
        await verified.MatchesAsync(image);
    }

    [Fact]
    public async Task A_tool_of_32_bit_Arm_is_as_foreign_as_any_other()
    {
        var (image, reference) = await registry.PushAsync("bad/stray", "arm32", StrayImages.Arm32ToolAsync);

        var verified = await VerifiedImage.OfAsync(reference);

        Assert.Equal("suspect", verified.Verification);
        Assert.Equal("/usr/local/bin/tool", Assert.Single(verified.Foreign).Path);
        await verified.MatchesAsync(image);
    }

    private async Task IsCleanAsync(string tag, Func<Task<StoredImage>> make)
    {
        var (image, reference) = await registry.PushAsync("bad/stray", tag, make);

        var verified = await VerifiedImage.OfAsync(reference);

        Assert.Equal(("ready", "verified"), (verified.Status, verified.Verification));
        Assert.Empty(verified.Foreign);
        await verified.MatchesAsync(image);
    }
}
