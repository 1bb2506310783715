using Archway.Reading.Compose;
using Xunit;

namespace Archway.Core.Tests.Reading.Compose;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("export A=b\r\n", "b")]
    [InlineData("  A = b ", "b")]
    [InlineData("A: b", "b")]
    [InlineData("A=b # why", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=", "")]
    [InlineData("A=# why", "")]
    [InlineData("A=\"b # c\" # why", "b # c")]
    [InlineData("A='b $c'", "b $c")]
    [InlineData("A=\"b\\nc\\\"d\\$e\"", "b\nc\"d$e")]
    [InlineData("A=\"two\nlines\"", "two\nlines")]
    [InlineData("X=1\nA=v$X", "v1")]
    [InlineData("A=${X:-2}", "2")]
    [InlineData("A=1\nA=2", "2")]
    [InlineData("# A=1", null)]
    [InlineData("A", null)]
    [InlineData("A=$X", null)]
    [InlineData("A='open\nB=1", null)]
    public void A_value_is_read_as_Compose_reads_it(string text, string? value) => Assert.Equal(value, DotEnv.Read(text).GetValueOrDefault("A"));
}
