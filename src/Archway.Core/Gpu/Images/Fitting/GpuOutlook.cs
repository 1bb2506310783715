using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Oci.Platforms;

namespace Archway.Gpu.Images.Fitting;

/// <summary>What can be said of an image's GPU half without knowing the host: what stands in the way on any machine of a platform.</summary>
public static class GpuOutlook
{
    /// <summary>What stands in the way on every machine of these platforms, worst first.</summary>
    public static ImmutableArray<GpuFinding> Of(GpuImages image, ImmutableArray<Platform> targets) =>
    [
        .. targets.Where(target => target.Os == "linux").Select(target => target.Architecture).Distinct()
            .SelectMany(architecture => ImageFit.Judge(image, new GpuHost { Name = $"{architecture} machines", Architecture = architecture }))
            .DistinctBy(finding => (finding.Check.Id, finding.Symptom)),
    ];

    /// <summary>What is to be known of an entry before it is put on a machine: whose it is, and where the same tag asks for less.</summary>
    public static IEnumerable<string> CautionsOf(GpuImages image, GpuImage entry)
    {
        if (entry.Family == GpuFamily.Tegra)
            yield return "it runs on Jetson alone: Arm servers, Grace and DGX Spark cannot use a GPU in it";
        if (image.MoreLenientThan(entry) is { } lenient)
            yield return $"its entry for {lenient.Platform} takes older drivers than this one: what starts there may be refused here by docker --gpus, where that runs the legacy hook";
        if (entry.Requirements.AreDisabled) yield return "it tells the toolkit to ignore what it requires (NVIDIA_DISABLE_REQUIRE)";
        if (entry.Requirements.Problem is { } problem) yield return problem;
    }
}
