using Archway.Gpu.Images;
using Archway.Gpu.Images.Requirements;
using Xunit;

namespace Archway.Core.Tests.Gpu.Images;

/// <summary>What images ask of hosts, as the two programs that look at it evaluate it.</summary>
public sealed class RequirementTests
{
    private const string Old124 = "cuda>=12.4 brand=tesla,driver>=535,driver<536";

    [Theory]
    [InlineData(Old124, "12.2", "535.161.08", "tesla", null, RequirementVerdict.Met)]
    [InlineData(Old124, "12.2", "545.23.08", "tesla", null, RequirementVerdict.NotMet)]
    [InlineData("cuda>=12.3", "12.2", "535.161.08", "tesla", null, RequirementVerdict.NotMet)]
    [InlineData("CUDA>=12.3", "12.4", "550.54.14", "tesla", null, RequirementVerdict.Met)]
    [InlineData("cuda>=12.8,arch>=9.0", "13.0", "580.95.05", "nvidia", "7.5", RequirementVerdict.NotMet)]
    [InlineData("brand!=geforce", "13.0", "580.95.05", "NVIDIA", null, RequirementVerdict.Met)]
    [InlineData("brand>=tesla", "13.0", "580.95.05", "tesla", null, RequirementVerdict.Invalid)]
    [InlineData("foo>=1", "13.0", "580.95.05", "tesla", null, RequirementVerdict.Invalid)]
    [InlineData("", "13.0", "580.95.05", "tesla", null, RequirementVerdict.Met)]
    [InlineData("cuda>=12", "12.0", "525.60.13", "tesla", null, RequirementVerdict.Met)]
    [InlineData("cuda=12.00", "12", "525.60.13", "tesla", null, RequirementVerdict.Met)]
    [InlineData("cuda!=12", "12.0", "525.60.13", "tesla", null, RequirementVerdict.NotMet)]
    [InlineData("cuda<12.1", "12.0", "525.60.13", "tesla", null, RequirementVerdict.Met)]
    [InlineData("cuda>11,cuda<=12", "12.0", "525.60.13", "tesla", null, RequirementVerdict.Met)]
    [InlineData("brand=TESLA", "12.0", "525.60.13", "Tesla", null, RequirementVerdict.Met)]
    [InlineData("driver>=525.60.13", "12.0", "525.60.13", "tesla", null, RequirementVerdict.Met)]
    [InlineData("driver>=525.060", "12.0", "525.60.13", "tesla", null, RequirementVerdict.Met)]
    public void The_legacy_hook_refuses_what_does_not_hold(string text, string cuda, string driver, string brand, string? arch, RequirementVerdict verdict) =>
        Assert.Equal(verdict, Legacy(text, Host(cuda, driver, brand, arch)).Verdict);

    [Theory]
    // What nobody means and dsl.c takes all the same.
    [InlineData("cuda>=1 foo>=1", RequirementVerdict.Met)]
    [InlineData("foo>=1 cuda>=1", RequirementVerdict.Invalid)]
    [InlineData("cuda>=99,foo cuda>=1", RequirementVerdict.Met)]
    [InlineData("brand!tesla cuda>=1", RequirementVerdict.Met)]
    [InlineData("cuda==12.0", RequirementVerdict.Invalid)]
    [InlineData("cuda=>12.0", RequirementVerdict.Invalid)]
    [InlineData("cuda>=", RequirementVerdict.Invalid)]
    [InlineData(">=12", RequirementVerdict.Invalid)]
    [InlineData("cuda", RequirementVerdict.Invalid)]
    [InlineData("cuda>=v12", RequirementVerdict.Invalid)]
    [InlineData("cuda>=.1", RequirementVerdict.Invalid)]
    [InlineData("cuda>=1..0", RequirementVerdict.Met)]
    [InlineData("cuda<18446744073709551616", RequirementVerdict.Invalid)]
    [InlineData("cuda<18446744073709551614", RequirementVerdict.Met)]
    [InlineData("   ", RequirementVerdict.Met)]
    [InlineData(",,cuda>=1,, ", RequirementVerdict.Met)]
    [InlineData(", cuda>=99", RequirementVerdict.Met)]
    [InlineData("cuda>=99 , cuda>=1", RequirementVerdict.NotMet)]
    [InlineData("\tcuda>=1", RequirementVerdict.Invalid)]
    public void The_legacy_hook_reads_odd_texts_as_its_source_does(string text, RequirementVerdict verdict) =>
        Assert.Equal(verdict, Legacy(text, Host("12.0", "525.60.13", "tesla", null)).Verdict);

    [Fact]
    public void A_factor_too_long_for_the_hooks_error_is_an_error_of_its_own() =>
        Assert.Equal(
            (RequirementVerdict.Invalid, RequirementVerdict.NotMet),
            (Legacy("brand=" + new string('a', 120), Healthy).Verdict, Legacy("brand=" + new string('a', 119), Healthy).Verdict));

    [Theory]
    [InlineData("cuda>=12.3", RequirementVerdict.Met)]
    [InlineData("cuda>=12.7", RequirementVerdict.NotMet)]
    [InlineData("CUDA>=99", RequirementVerdict.Met)]
    [InlineData("foo>=1", RequirementVerdict.Met)]
    [InlineData("foo>=1,cuda>=99", RequirementVerdict.NotMet)]
    [InlineData("foo>=1 cuda>=99", RequirementVerdict.NotMet)]
    [InlineData("arch>=8.7", RequirementVerdict.Met)]
    [InlineData("driver>=470", RequirementVerdict.NotMet)]
    [InlineData("driver<470", RequirementVerdict.Met)]
    [InlineData("brand=tesla", RequirementVerdict.NotMet)]
    [InlineData("brand!=tesla", RequirementVerdict.Met)]
    [InlineData("brand<=tesla", RequirementVerdict.Met)]
    [InlineData("cuda", RequirementVerdict.Invalid)]
    [InlineData("cuda>=1 driver>=470.82.01", RequirementVerdict.Invalid)]
    [InlineData("cuda>=v12", RequirementVerdict.Met)]
    [InlineData("cuda>=12.6.0-rc1", RequirementVerdict.Met)]
    [InlineData("cuda>=1.2.3.4", RequirementVerdict.Invalid)]
    [InlineData("", RequirementVerdict.Met)]
    public void The_runtime_on_Tegra_knows_fewer_names_and_stricter_versions(string text, RequirementVerdict verdict) =>
        Assert.Equal(verdict, CsvEvaluator.Judge(GpuRequirement.Read("NVIDIA_REQUIRE_CUDA", text).Value!, Host("12.6", "540.4.0", "nvidia", "8.7")).Verdict);

    [Fact]
    public void The_error_of_the_hook_names_the_first_alternative_alone_and_the_marks_tell_of_all()
    {
        var judged = Legacy(Old124, Host("12.2", "545.23.08", "tesla", null));

        Assert.Equal(
            "nvidia-container-cli: requirement error: unsatisfied condition: cuda>=12.4, please update your driver to a newer version, or use an earlier cuda container",
            judged.Error);
        Assert.Equal("✗cuda>=12.4 | ✓brand=tesla ✓driver>=535 ✗driver<536", Marks(judged));
    }

    [Fact]
    public void What_is_not_known_of_a_host_is_neither_met_nor_refused()
    {
        GpuHost unknown = new() { Driver = DottedVersion.Parse("545.23.08") };

        Assert.Equal(RequirementVerdict.Unknown, Legacy("cuda>=12.4", unknown).Verdict);
        Assert.Equal(RequirementVerdict.NotMet, Legacy("driver>=550,brand=tesla", unknown).Verdict);
        Assert.Equal(RequirementVerdict.Met, Legacy("brand=tesla driver>=545", unknown).Verdict);
        Assert.Equal("?cuda>=12.4", Marks(Legacy("cuda>=12.4", unknown)));
    }

    [Fact]
    public void Every_kind_of_GPU_in_the_host_has_to_do()
    {
        var mixed = Healthy with { ComputeCapabilities = [DottedVersion.Parse("9.0"), DottedVersion.Parse("7.5")] };

        Assert.Equal(RequirementVerdict.NotMet, Legacy("arch>=8.0", mixed).Verdict);
        Assert.Equal(RequirementVerdict.Met, Legacy("arch>=7.5", mixed).Verdict);
    }

    [Fact]
    public void All_variables_have_to_be_met_and_those_of_JetPack_are_none()
    {
        var asked = Requirements(("NVIDIA_REQUIRE_CUDA", "cuda>=12.0"), ("NVIDIA_REQUIRE_DRIVER", "driver>=580"), ("NVIDIA_REQUIRE_JETPACK_HOST_MOUNTS", "base-only"));

        Assert.Equal(["NVIDIA_REQUIRE_CUDA", "NVIDIA_REQUIRE_DRIVER"], asked.All.Select(one => one.Variable));
        Assert.Equal(RequirementVerdict.NotMet, asked.JudgeOn(Host("12.2", "535.161.08", "tesla", null)).Verdict);
        Assert.Equal(RequirementVerdict.Met, asked.JudgeOn(Host("13.0", "580.95.05", "tesla", null)).Verdict);
    }

    [Fact]
    public void An_image_that_says_its_CUDA_alone_asks_for_that()
    {
        Assert.Equal("cuda>=11.6", Assert.Single(Requirements(("CUDA_VERSION", "11.6.1")).All).Text);
        Assert.Empty(Requirements(("CUDA_VERSION", "")).All);
        Assert.NotNull(Requirements(("CUDA_VERSION", "eleven")).Problem);
    }

    [Theory]
    [InlineData(RequirementPath.LegacyHook, GpuMachine.Server, true)]
    [InlineData(RequirementPath.Cdi, GpuMachine.Server, false)]
    [InlineData(RequirementPath.Unknown, GpuMachine.Server, null)]
    [InlineData(RequirementPath.Unknown, GpuMachine.Tegra, true)]
    public void Which_way_a_container_gets_its_GPUs_decides_whether_anything_looks(RequirementPath path, GpuMachine machine, bool? enforced)
    {
        var judged = Requirements(("NVIDIA_REQUIRE_CUDA", "cuda>=12.0")).JudgeOn(Healthy with { Path = path, Machine = machine });

        Assert.Equal(enforced, judged.AreEnforced);
    }

    [Theory]
    [InlineData("true", false)]
    [InlineData("1", false)]
    [InlineData("yes", true)]
    [InlineData("tRUE", true)]
    public void An_image_may_tell_all_to_ignore_them(string value, bool enforced)
    {
        var asked = Requirements(("NVIDIA_REQUIRE_CUDA", "cuda>=99"), ("NVIDIA_DISABLE_REQUIRE", value));

        Assert.Equal(enforced, asked.JudgeOn(Healthy with { Path = RequirementPath.LegacyHook }).AreEnforced);
    }

    [Fact]
    public void A_text_beyond_the_bound_is_not_read()
    {
        var asked = Requirements(("NVIDIA_REQUIRE_CUDA", new string(' ', GpuRequirement.LongestText + 1)));

        Assert.Empty(asked.All);
        Assert.Contains("NVIDIA_REQUIRE_CUDA has 32769 characters", asked.Problem, StringComparison.Ordinal);
    }

    private static GpuHost Healthy => Host("13.0", "580.95.05", "nvidia", null);

    private static GpuHost Host(string cuda, string driver, string brand, string? capability) => new()
    {
        Cuda = DottedVersion.Parse(cuda),
        Driver = DottedVersion.Parse(driver),
        Brand = brand,
        ComputeCapabilities = capability is null ? [] : [DottedVersion.Parse(capability)],
    };

    private static JudgedRequirement Legacy(string text, GpuHost host) => LegacyEvaluator.Judge(GpuRequirement.Read("NVIDIA_REQUIRE_CUDA", text).Value!, host);

    private static ImageRequirements Requirements(params (string Name, string Value)[] environment) =>
        ImageRequirements.Of(environment.ToDictionary(variable => variable.Name, variable => variable.Value));

    private static string Marks(JudgedRequirement judged) => string.Join(" | ", judged.Terms.Select(term => string.Join(' ', term.Factors.Select(factor =>
        factor.Mark switch { FactorMark.Holds => "✓", FactorMark.Fails => "✗", FactorMark.Unknown => "?", _ => "!" } + factor.Factor.Text))));
}
