using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>What <c>archway gpu doctor</c> says of hosts, sound and sick.</summary>
public sealed class HostReportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Names => [.. TestHosts.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_first_line_says_what_everything_else_follows_from(string name)
    {
        var (root, host) = TestHosts.All[name];
        _folder.With("host.json", host().Json());
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("gpu", "doctor", "--root", "host.json");

        Golden.Equal($"Hosts/{name}", ran.ToString());
        Assert.Equal(0, ran.ExitCode);
        var first = ran.Output.Split('\n')[0];
        if (root.Length > 0) Assert.EndsWith($"({root})", first, StringComparison.Ordinal);
        else Assert.DoesNotContain("(GPU-", first, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_twenty_hosts_and_more() => Assert.True(TestHosts.All.Count >= 20);

    public void Dispose() => _folder.Dispose();
}
