using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Content;

public class ImageConfigTests
{
    [Fact]
    public void A_config_tells_its_platform_and_how_its_process_starts()
    {
        var config = ImageConfig.Read(Images.Manifest("linux/arm64/v8").Blobs[0]);

        Assert.Equal("linux/arm64/v8", config.Platform?.ToString());
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), config.Created);
        Assert.Equal(["/app"], config.Entrypoint);
        Assert.Equal(["serve"], config.Command);
        Assert.Equal("10001", config.User);
        Assert.Equal("/srv", config.WorkingFolder);
        Assert.Equal(["8080/tcp"], config.ExposedPorts);
        Assert.Equal("1.2.3", config.Labels["org.opencontainers.image.version"]);
        Assert.Equal([Digest.Of("layer"u8)], config.DiffIds);
        Assert.Equal("COPY app /app", config.History.Single().CreatedBy);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"os":"linux"}""")]
    [InlineData("""{"os":"","architecture":""}""")]
    [InlineData("""{"os":7,"architecture":[],"config":"x","rootfs":null,"history":[1,null],"created":"yesterday"}""")]
    public void Members_that_are_missing_or_odd_count_as_not_said(string text)
    {
        var config = ImageConfig.Read(System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Null(config.Platform);
        Assert.Empty(config.Entrypoint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    public void What_is_no_config_is_refused(string text) =>
        Assert.Throws<FormatException>(() => ImageConfig.Read(System.Text.Encoding.UTF8.GetBytes(text)));
}
