using System.Text;
using Archway.Verifying.Archives;
using Xunit;

namespace Archway.Core.Tests.Verifying.Archives;

/// <summary>What wheels say of themselves.</summary>
public sealed class WheelFileTests
{
    [Fact]
    public void Every_tag_is_read()
    {
        var wheel = Read("""
            Wheel-Version: 1.0
            Generator: bdist_wheel 0.37.1
            Root-Is-Purelib: false
            Tag: cp312-cp312-manylinux_2_17_aarch64
            Tag: cp312-cp312-manylinux2014_aarch64

            """);

        Assert.Equal(["cp312-cp312-manylinux_2_17_aarch64", "cp312-cp312-manylinux2014_aarch64"], wheel.Tags);
        Assert.Empty(wheel.Platforms);
    }

    [Theory]
    [InlineData("Tag: py3-none-any", "py3-none-any")]
    [InlineData("Tag: py3-none-any\r\nTag:py2-none-any\r\n", "py3-none-any py2-none-any")]
    [InlineData("tag:\t py3-none-any \n", "py3-none-any")]
    [InlineData("", "")]
    [InlineData("Tag:", "")]
    [InlineData("Tag: any", "")]
    [InlineData("Tag: a-b-c-d", "")]
    [InlineData("Tag: py3-none-<any>", "")]
    [InlineData("Tag: py3-none-\u001B[31m", "")]
    [InlineData("Tags: py3-none-any", "")]
    [InlineData("py3-none-any", "")]
    public void What_is_no_tag_is_left_out(string text, string tags) => Assert.Equal(tags, string.Join(' ', Read(text).Tags));

    [Fact]
    public void A_text_beyond_all_measure_is_not_all_kept()
    {
        Assert.Equal(256, Read(string.Concat(Enumerable.Repeat("Tag: py3-none-any\n", 800))).Tags.Length);
        Assert.Empty(Read(new string('\n', 1 << 20) + "Tag: py3-none-any").Tags);
        Assert.Empty(Read($"Tag: py3-none-{new string('a', 200)}").Tags);
    }

    private static WheelFile Read(string text) => WheelFile.Read(Encoding.UTF8.GetBytes(text));
}
