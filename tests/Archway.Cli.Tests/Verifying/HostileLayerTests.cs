using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Verifying;

/// <summary>Layers that are no layers: each is told in its own words, and none is taken for verified.</summary>
public sealed class HostileLayerTests : IAsyncLifetime
{
    private static readonly byte[] Good = SmallImage.Layer(("app", SmallImage.Program()));
    private readonly ArchwayProgram _archway = new();
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _archway.Dispose();
    }

    [Theory]
    [InlineData("cut short", "it is cut short: its gzip ends before its end")]
    [InlineData("noise within", "its gzip does not unpack, or is followed by what is none")]
    [InlineData("no tar", "its tar cannot be read: it does not begin as one")]
    [InlineData("cut within", "its tar is cut short: it ends inside an entry")]
    [InlineData("zstd in name", "its media type says zstd, but it begins as gzip")]
    [InlineData("other content", "it unpacks to sha256:")]
    public async Task What_cannot_be_read_is_not_known(string what, string told)
    {
        var layer = what switch
        {
            "cut short" => Good[..^20],
            "noise within" => [.. Good[..20], .. Good[20..].Select(one => (byte)(one ^ 0x55))],
            "no tar" => SmallImage.Pack(new byte[600].Select((_, i) => (byte)(i * 7 + 1)).ToArray()),
            "cut within" => SmallImage.Pack(SmallImage.Tar(("app", new byte[5000]))[..3000]),
            _ => Good,
        };
        SmallImage image = new("arm64", layer)
        {
            DiffId = what == "other content" ? Digest.Of("other"u8) : null,
            LayerType = what == "zstd in name" ? "application/vnd.oci.image.layer.v1.tar+zstd" : SmallImage.Gzip,
        };

        var target = await TargetAsync(image);

        Assert.Equal(("unknown", "none"), (target.Status, target.Verification));
        Assert.StartsWith("its config says linux/arm64, but its content cannot be told: ", target.Because, StringComparison.Ordinal);
        Assert.Contains(told, target.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_leads_out_of_the_image_leaves_it_unverified()
    {
        var target = await TargetAsync(new SmallImage("arm64", Good, SmallImage.Layer(("../../etc/passwd", [1]))));

        Assert.Equal(("unknown", "none", "its config says linux/arm64, but its content is not known whole: 1 entry of its layers can become no file"), target);
    }

    [Fact]
    public async Task More_layers_than_the_config_tells_of_leave_it_unverified()
    {
        var stored = new SmallImage("arm64", Good, SmallImage.Layer(("x", [1]))).Make();
        var config = stored.Blobs[0];
        var text = System.Text.Encoding.UTF8.GetString(config);
        var fewer = System.Text.Encoding.UTF8.GetBytes(text.Replace($",\"{Digest.Of(SmallImage.Tar(("x", [1])))}\"", "", StringComparison.Ordinal));
        var raw = System.Text.Encoding.UTF8.GetBytes(stored.Text
            .Replace(Digest.Of(config).ToString(), Digest.Of(fewer).ToString(), StringComparison.Ordinal)
            .Replace($"\"size\":{config.Length}", $"\"size\":{fewer.Length}", StringComparison.Ordinal));

        var target = await TargetAsync(new StoredImage(stored.MediaType, raw) { Blobs = [fewer, .. stored.Blobs[1..]] });

        Assert.Equal(("unknown", "none"), (target.Status, target.Verification));
    }

    private Task<(string? Status, string? Verification, string? Because)> TargetAsync(SmallImage image) => TargetAsync(image.Make());

    private async Task<(string? Status, string? Verification, string? Because)> TargetAsync(StoredImage image)
    {
        var ran = await _archway.RunAsync("image", _registry.Put("team/app", "1", image), "--verify", "--format", "json");
        Assert.True(ran.ExitCode == 0, ran.Error);
        var target = ran.Json().GetProperty("targets")[0];
        return (target.GetProperty("status").GetString(), target.GetProperty("verification").GetString(), target.GetProperty("because").GetString());
    }
}
