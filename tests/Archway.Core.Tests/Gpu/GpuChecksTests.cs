using Archway.Gpu.Checks;
using Xunit;

namespace Archway.Core.Tests.Gpu;

/// <summary>The table that rules, explanations and documentation stand on.</summary>
public sealed class GpuChecksTests
{
    [Fact]
    public void Every_layer_has_its_checks_in_order()
    {
        Assert.Equal(Enum.GetValues<GpuLayer>(), GpuChecks.All.Select(check => check.Layer).Distinct());
        Assert.All(GpuChecks.All, check => Assert.Matches($"^GPU-{(char)('A' + (int)check.Layer)}[0-9]{{2}}$", check.Id));
        Assert.Equal(GpuChecks.All.Select(check => check.Id).Distinct().Order(StringComparer.Ordinal), GpuChecks.All.Select(check => check.Id));
    }

    [Fact]
    public void A_check_is_found_by_its_id() => Assert.Equal(GpuLayer.KernelDriver, GpuChecks.Find("gpu-c01")!.Layer);

    [Fact]
    public void What_has_a_remedy_says_why_and_no_text_stands_for_two_checks()
    {
        Assert.All(GpuChecks.All, check => Assert.EndsWith(".", check.Cause, StringComparison.Ordinal));
        var texts = GpuChecks.All.SelectMany(check => check.Texts).ToArray();
        Assert.Equal(texts.Distinct(StringComparer.Ordinal), texts);
    }
}
