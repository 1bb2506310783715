using System.Text.Json;
using Archway.Gpu.Checks;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>Every check of a host, where it holds and where it does not.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Ids => [.. CheckCases.All.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_check_tells_what_is_wrong_and_nothing_where_all_is_well(string id)
    {
        var (good, bad) = CheckCases.All[id];

        var sound = await ExamineAsync(good());
        var sick = await ExamineAsync(bad());

        Assert.DoesNotContain(id, Found(sound));
        Assert.Contains(id, sound.GetProperty("passed").EnumerateArray().Select(one => one.GetString()));
        var finding = sick.GetProperty("findings").EnumerateArray().Single(one => one.GetProperty("check").GetString() == id);
        Assert.NotEmpty(finding.GetProperty("symptom").GetString()!);
        Assert.NotEqual(0, finding.GetProperty("evidence").GetArrayLength());
        Assert.NotEmpty(finding.GetProperty("cause").GetString()!);
        if (finding.GetProperty("severity").GetString() != "note") Assert.NotEqual(0, finding.GetProperty("remedies").GetArrayLength());
    }

    [Fact]
    public void Every_check_of_a_host_has_a_case_or_a_reason_why_not()
    {
        var ofHosts = GpuChecks.All.Where(check => check.Layer < GpuLayer.Image && check.LeftOut is null).Select(check => check.Id);

        Assert.Equal(ofHosts.Order(StringComparer.Ordinal), CheckCases.All.Keys.Concat(CheckCases.OnlyTold).Order(StringComparer.Ordinal));
    }

    private async Task<JsonElement> ExamineAsync(TestHost host)
    {
        _folder.With("host.json", host.Json());
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };
        return (await archway.RunAsync("gpu", "doctor", "--root", "host.json", "--format", "json")).Json();
    }

    private static IEnumerable<string?> Found(JsonElement report) => report.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("check").GetString());

    public void Dispose() => _folder.Dispose();
}
