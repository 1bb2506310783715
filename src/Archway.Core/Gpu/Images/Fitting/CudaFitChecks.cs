using Archway.Gpu.Checks;
using Archway.Gpu.Images.Cuda;
using Archway.Judging;

namespace Archway.Gpu.Images.Fitting;

/// <summary>Whether the host's driver and GPUs run what was made with the image's CUDA toolkit.</summary>
internal static class CudaFitChecks
{
    internal static IEnumerable<GpuFinding> Judge(GpuImage entry, GpuHost host, GpuImages image)
    {
        // On Tegra the versions of drivers are a line of their own, which the table does not have.
        if (entry.Toolkit is not { } toolkit || host.Machine == GpuMachine.Tegra) return [];
        return [.. OfDriver(entry, toolkit, host, image), .. OfCapability(toolkit, host, image)];
    }

    private static IEnumerable<GpuFinding> OfDriver(GpuImage entry, DottedVersion toolkit, GpuHost host, GpuImages image)
    {
        var table = CudaTable.Embedded;
        var fit = table.Fit(toolkit, host.Driver, host.Cuda);
        if (fit is not (CudaFit.TooOld or CudaFit.MinorVersion)) yield break;
        Evidence[] evidence = [new($"CUDA_VERSION of {entry.Platform}", toolkit.ToString()), new(host.Name, $"driver {host.Driver?.ToString() ?? "unknown"}, CUDA {(host.Cuda ?? (host.Driver is { } known ? table.OfferedBy(known) : null))?.ToString() ?? "unknown"}")];
        if (fit == CudaFit.TooOld)
        {
            var needs = table.FloorOf(toolkit) is { } floor ? $" needs driver {floor} or newer" : " needs a newer driver";
            yield return entry.HasCompatibility
                ? GpuFinding.Of("GPU-J04", Severity.Warning,
                    $"CUDA {toolkit} of {image.Image}{needs}; the compatibility library in the image may do instead, which only data-center GPUs, some RTX server boards and Jetson take", [.. evidence])
                : GpuFinding.Of("GPU-J04", Severity.Blocker, $"CUDA {toolkit} of {image.Image}{needs}", [.. evidence]);
            yield break;
        }
        var finding = GpuFinding.Of("GPU-J04", Severity.Note,
            $"the driver of {host.Name} is older than CUDA {toolkit} of {image.Image} and of the same major version: programs run, but for what needs {(table.DriverOf(toolkit) is { } full ? $"driver {full}" : "the newer driver")}",
            [.. evidence]);
        yield return finding with { Cause = "Minor-version compatibility: any driver of a major version's line runs its toolkits, with fewer features; code that is compiled at run time from a newer toolkit's PTX fails." };
    }

    private static IEnumerable<GpuFinding> OfCapability(DottedVersion toolkit, GpuHost host, GpuImages image)
    {
        if (CudaTable.Embedded.LowestCapabilityOf(toolkit) is not { } lowest) yield break;
        foreach (var capability in host.ComputeCapabilities.Where(one => one < lowest))
            yield return GpuFinding.Of("GPU-J05", Severity.Warning,
                $"CUDA {toolkit} of {image.Image} has no code for GPUs of compute capability {capability}, which {host.Name} has; the lowest is {lowest}",
                new Evidence("CUDA_VERSION", toolkit.ToString()), new Evidence(host.Name, $"compute capability {capability}"));
    }
}
