using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Gpu.Images.Requirements;
using Archway.Judging;

namespace Archway.Gpu.Images.Fitting;

/// <summary>Whether the host is what the image's <c>NVIDIA_REQUIRE_*</c> ask for, and whether the same tag asks for less elsewhere.</summary>
internal static class RequirementFit
{
    internal static IEnumerable<GpuFinding> Judge(GpuImage entry, GpuHost host, GpuImages image)
    {
        var judged = entry.Requirements.JudgeOn(host);
        if (!judged.IsRefused) yield break;
        var severity = judged.AreEnforced == true ? Severity.Blocker : Severity.Warning;
        var finding = GpuFinding.Of("GPU-J02", severity, $"{image.Image} asks for what {host.Name} is not: {Told(judged)}", Evidence(entry, judged, host));
        yield return finding with { Cause = $"{finding.Cause} {Enforced(judged)}" };

        if (Lenient(entry, image, host) is not { } lenient) yield break;
        yield return GpuFinding.Of("GPU-J03", severity,
            $"{image.Image} would start on {lenient.Platform} with this very driver, and its entry for {entry.Platform} would not: the two ask for different things",
            [new($"config of {entry.Platform}", Texts(entry)), new($"config of {lenient.Platform}", Texts(lenient))]);
    }

    /// <summary>The entry for other processors whose requirements the same driver meets; null where there is none.</summary>
    private static GpuImage? Lenient(GpuImage entry, GpuImages image, GpuHost host) => image.Entries.FirstOrDefault(other =>
        other.Platform.Architecture != entry.Platform.Architecture && other.Family != GpuFamily.Rocm && !other.Requirements.All.IsEmpty
        && other.Requirements.JudgeOn(host).Verdict == RequirementVerdict.Met);

    private static string Told(JudgedRequirements judged)
    {
        var refused = judged.All.First(one => one.Verdict is RequirementVerdict.NotMet or RequirementVerdict.Invalid);
        return refused.Verdict == RequirementVerdict.Invalid
            ? $"{refused.Requirement.Variable} is no expression that can be evaluated"
            : RequirementWords.Of(refused.Requirement);
    }

    private static string Enforced(JudgedRequirements judged) => judged.AreEnforced switch
    {
        true => $"The container is refused: {judged.All.First(one => one.Verdict != RequirementVerdict.Met).Error ?? "its requirements are not met"}.",
        false => "Nothing looks at that on the way by which containers get GPUs here, so that it starts; CUDA may fail in it then.",
        _ => "docker --gpus through the legacy hook refuses to start it; CDI starts it, and CUDA may fail in it then.",
    };

    private static ImmutableArray<Evidence> Evidence(GpuImage entry, JudgedRequirements judged, GpuHost host) =>
    [
        .. judged.All.Where(one => one.Verdict != RequirementVerdict.Met)
            .Select(one => new Evidence($"{one.Requirement.Variable} of {entry.Platform}", RequirementWords.Marked(one))),
        new(host.Name, string.Join(", ", new[]
        {
            host.Driver is { } driver ? $"driver {driver}" : null,
            host.Cuda is { } cuda ? $"CUDA {cuda}" : null,
            host.Brand is { } brand ? $"brand {brand}" : null,
            host.ComputeCapabilities.IsEmpty ? null : $"compute capability {string.Join(" and ", host.ComputeCapabilities)}",
        }.OfType<string>())),
    ];

    private static string Texts(GpuImage entry) => string.Join("; ", entry.Requirements.All.Select(one => RequirementWords.Shortened(one.Text)));
}
