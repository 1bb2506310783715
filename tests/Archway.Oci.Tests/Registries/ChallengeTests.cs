using Archway.Oci.Registries;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public class ChallengeTests
{
    [Theory]
    [InlineData("""Bearer realm="https://a/token",service="s",scope="repository:x:pull,push" """, "Bearer: realm=https://a/token service=s scope=repository:x:pull,push")]
    [InlineData("""Basic realm="a \"b\", c" , Bearer realm=x""", "Basic: realm=a \"b\", c | Bearer: realm=x")]
    [InlineData("Negotiate, Basic realm=\"x\"", "Negotiate: | Basic: realm=x")]
    [InlineData("Negotiate YII==, Bearer realm=\"x\"", "Negotiate: | YII: | Bearer: realm=x")]
    [InlineData("bearer REALM = \"x\"", "bearer: REALM=x")]
    [InlineData("Bearer realm=\"unfinished", "Bearer:")]
    [InlineData("", "")]
    [InlineData("=,=\"", "")]
    public void Challenges_are_read_from_a_header(string header, string read) => Assert.Equal(read, string.Join(" | ",
        Challenge.Read(header).Select(one => $"{one.Scheme}: {string.Join(' ', one.Parameters.Select(pair => $"{pair.Key}={pair.Value}"))}".TrimEnd())));

    [Fact]
    public void No_header_makes_the_reading_fail_or_hang() =>
        Prop.ForAll<string?>(text => Challenge.Read("Bearer " + text).Count > 0).QuickCheckThrowOnFailure();
}
