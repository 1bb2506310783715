using Archway.Gpu.Checks;
using Archway.Judging;

namespace Archway.Gpu.Images.Fitting;

/// <summary>Whether the image was built for this kind of Arm machine: servers' libraries and Tegra's are not the same, and both say <c>linux/arm64</c>.</summary>
internal static class FamilyFit
{
    private static readonly DottedVersion Xavier = DottedVersion.Of(7, 2);
    private static readonly DottedVersion Orin = DottedVersion.Of(8, 7);

    internal static IEnumerable<GpuFinding> Judge(GpuImage entry, GpuHost host, GpuImages image)
    {
        if (host.Architecture != "arm64") yield break;
        if (entry.Family == GpuFamily.Tegra && host.Machine == GpuMachine.Server)
        {
            yield return GpuFinding.Of("GPU-J06", Severity.Blocker, $"{image.Image} is built for Tegra (Jetson), and {host.Name} is an Arm server",
                new Evidence($"{entry.Platform}", Sign(entry, "Tegra")));
        }
        else if (entry.Family == GpuFamily.Sbsa && host.Machine == GpuMachine.Tegra)
        {
            // What Thor takes, and whether Orin will take CUDA 13 of servers, is not settled; what the older boards do with older CUDA is.
            var isKnown = host.ComputeCapabilities is [var only] && (only == Xavier || (only == Orin && entry.Toolkit is { Major: <= 12 }));
            var isOpen = host.ComputeCapabilities is [var board] && board != Xavier && board != Orin;
            if (isOpen) yield break;
            yield return GpuFinding.Of("GPU-J06", isKnown ? Severity.Blocker : Severity.Warning,
                $"{image.Image} is built for Arm servers (SBSA), and {host.Name} is a Tegra board: CUDA fails in it, often without a word, and the program goes on without a GPU",
                new Evidence($"{entry.Platform}", Sign(entry, "SBSA")));
        }
    }

    private static string Sign(GpuImage entry, string family) =>
        entry.Marks.FirstOrDefault(mark => mark.Meaning.Contains(family, StringComparison.Ordinal))?.Signal ?? entry.Marks[0].Signal;
}
