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

    [Theory]
    [InlineData("mismatch-unattended-upgrade")]
    [InlineData("jetson-orin")]
    [InlineData("disk-of-a-stopped-machine")]
    [InlineData("no-gpu")]
    public async Task A_program_reads_the_same_by_its_schema(string name)
    {
        _folder.With("host.json", TestHosts.All[name].Host().Json());
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("gpu", "doctor", "--root", "host.json", "--format", "json");

        _folder.With("report.json", ran.Output);
        Schema.Validate(Path.Combine(Repository.Root, "docs/gpu-doctor.schema.json"), Path.Combine(_folder.Path, "report.json"));
        Assert.Equal(TestHosts.All[name].Root, ran.Json().GetProperty("findings").EnumerateArray().Where(one => one.GetProperty("severity").GetString() != "note").Select(one => one.GetProperty("check").GetString()).FirstOrDefault(""));
    }

    [Fact]
    public void There_are_twenty_hosts_and_more() => Assert.True(TestHosts.All.Count >= 20);

    public void Dispose() => _folder.Dispose();
}
