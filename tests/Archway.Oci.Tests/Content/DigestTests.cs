using Archway.Oci.Content;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Oci.Tests.Content;

public class DigestTests
{
    [Fact]
    public void A_digest_reads_back_from_its_own_text() =>
        Prop.ForAll<byte[]>(content => Digest.Parse(Digest.Of(content).ToString()) == Digest.Of(content) && Digest.Of(content).Matches(content))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Sha512_is_read_and_checked()
    {
        var digest = Digest.Parse("sha512:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData("x"u8)));

        Assert.True(digest.Matches("x"u8));
        Assert.False(digest.Matches("y"u8));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("sha256:xyz")]
    [InlineData("SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("sha256:../../../../../../../../../../../../../../../../../etc/passwd00000")]
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427e")]
    public void What_is_no_digest_is_refused(string? text) => Assert.NotNull(Digest.Read(text).Problem);
}
