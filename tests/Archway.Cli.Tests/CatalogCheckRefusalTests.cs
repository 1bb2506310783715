using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Questions to <c>archway catalog check</c> that cannot be read, among others that can.</summary>
public sealed class CatalogCheckRefusalTests
{
    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task What_cannot_be_read_is_told_and_hides_no_answer(string format)
    {
        using ArchwayProgram archway = new() { Input = "istio@1.14\nistio@\n# a remark\nnginx:1.27:2\nenvoy\n" };

        var ran = await archway.RunAsync("catalog", "check", "Traefik/X", "-", "traefik:v2.2", "--format", format, "--fail-on", "blocker");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.All(["istio@1.14", "envoy", "traefik:v2.2"], asked => Assert.Contains(asked, ran.Output, StringComparison.Ordinal));
        Assert.Equal(3, ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("archway: cannot read Traefik/X: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("\narchway: cannot read line 2 of standard input: 'istio@' has no version behind the @", ran.Error, StringComparison.Ordinal);
        Assert.Contains("\narchway: cannot read line 4 of standard input: 'nginx:1.27:2' is not an image reference", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_can_be_read_nothing_is_answered()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("catalog", "check", "istio@", "--format", "json");

        Assert.Equal((ExitCodes.Failed, ""), (ran.ExitCode, ran.Output));
    }
}
