using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Verifying;

/// <summary>Images that a scan is given by name: what is wrong with them counts as it does with those that sources name.</summary>
public sealed class NamedImageTests : IAsyncLifetime
{
    private static readonly SmallImage Sound = new("arm64", SmallImage.Layer(("app", SmallImage.Program())));
    private static readonly SmallImage Foreign = new("arm64", SmallImage.Layer(("app", SmallImage.Program(62))));
    private readonly ArchwayProgram _archway = new();
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _archway.Dispose();
    }

    [Fact]
    public async Task A_broken_image_fails_the_pipeline_that_names_it()
    {
        var reference = _registry.Put("team/app", "1", Foreign.Make());

        var ran = await _archway.RunAsync("scan", $"image:{reference}", "--verify", "--fail-on", "blocker", "--format", "json");

        Assert.Equal(1, ran.ExitCode);
        var finding = Assert.Single(ran.Json().GetProperty("findings").EnumerateArray());
        Assert.Equal(("I103", reference), (finding.GetProperty("rule").GetString(), finding.GetProperty("file").GetString()));
        Assert.Contains(reference, finding.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_scanning_is_told_each_file_and_the_layer_that_brought_it()
    {
        var reference = _registry.Put("team/app", "1", Foreign.Make());

        var result = (await _archway.RunAsync("scan", $"image:{reference}", "--verify", "--format", "sarif")).Json().GetProperty("runs")[0].GetProperty("results")[0];

        Assert.Matches(@"\n/app: linux/amd64 and not linux/arm64, from layer 1 of 1, sha256:[0-9a-f]{64}, made by: COPY part0 /$", result.GetProperty("message").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_rule_that_is_off_is_off_for_it_too()
    {
        var reference = _registry.Put("team/app", "1", Foreign.Make());

        Assert.Equal(0, (await _archway.RunAsync("scan", $"image:{reference}", "--verify", "--rules", "I103=off", "--fail-on", "note")).ExitCode);
    }

    [Fact]
    public async Task What_was_verified_can_be_written_again_in_any_form()
    {
        var reference = _registry.Put("team/app", "1", Sound.Make());
        using TempFolder folder = new TempFolder().With("scan.json", (await _archway.RunAsync("scan", $"image:{reference}", "--verify", "--format", "json")).Output);

        var ran = await _archway.RunAsync("convert", Path.Combine(folder.Path, "scan.json"), "--format", "csv");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
    }

    [Theory]
    [InlineData("second", "")]
    [InlineData("first", "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"},")]
    [InlineData("first", "\"artifactType\":\"application/x\",")]
    [InlineData("second", "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\",\"variant\":\"v8\"},")]
    [InlineData("second", "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\",\"os.features\":[\"x\"]},")]
    public async Task Whatever_entry_a_runtime_may_take_is_read(string place, string more)
    {
        (StoredImage Image, string Entry) Entry(SmallImage image, string members)
        {
            var made = image.Make();
            var platform = members.Contains("\"platform\"", StringComparison.Ordinal) ? "" : "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"},";
            return (made, $$"""{{{members}}{{platform}}"mediaType":"{{made.MediaType}}","digest":"{{made.Digest}}","size":{{made.Raw.Length}}}""");
        }

        var (sound, foreign) = (Entry(Sound, ""), Entry(Foreign, more));
        var reference = _registry.Put("team/app", "1",
            Images.Over("application/vnd.oci.image.index.v1+json", place == "first" ? [foreign, sound] : [sound, foreign]));

        var target = (await _archway.RunAsync("image", reference, "--verify", "--format", "json")).Json().GetProperty("targets")[0];

        Assert.Equal("broken", target.GetProperty("status").GetString());
        Assert.Contains("another entry for linux/arm64, which some runtimes take", target.GetProperty("because").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layer_of_a_kind_that_is_not_read_is_not_read_because_it_was_seen_before()
    {
        var sound = _registry.Put("team/app", "1", Sound.Make());
        var strange = _registry.Put("team/app", "2", (Sound with { LayerType = "application/vnd.oci.image.layer.v1.tar+lzma" }).Make());

        Assert.Equal("ready", await StatusAsync(sound));
        Assert.Equal("unknown", await StatusAsync(strange));
    }

    private async Task<string?> StatusAsync(string reference) =>
        (await _archway.RunAsync("image", reference, "--verify", "--format", "json")).Json().GetProperty("targets")[0].GetProperty("status").GetString();
}
