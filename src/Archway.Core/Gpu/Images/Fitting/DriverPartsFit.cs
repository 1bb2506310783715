using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Judging;

namespace Archway.Gpu.Images.Fitting;

/// <summary>Which parts of the host's driver an image asks for, and what of a driver it brings itself.</summary>
internal static class DriverPartsFit
{
    private const string Compute = "compute";
    private const string Utility = "utility";
    private static readonly ImmutableArray<string> Ended = ["ubuntu16.04", "ubuntu18.04", "centos7", "ubi7"];

    internal static IEnumerable<GpuFinding> Judge(GpuImage entry, GpuHost host, GpuImages image) =>
        [.. Lacking(entry, image), .. NotOffered(entry, host, image), .. Compatibility(entry, image), .. Baked(entry, image), .. EndOfLife(image)];

    // An image that names its capabilities gets no others; what a program in it needs, only CUDA tells for sure.
    private static IEnumerable<GpuFinding> Lacking(GpuImage entry, GpuImages image)
    {
        if (!entry.SaysCapabilities || entry.Capabilities.IsEmpty || entry.Capabilities.Contains("all")) yield break;
        Evidence said = new($"NVIDIA_DRIVER_CAPABILITIES of {entry.Platform}", string.Join(',', entry.Capabilities));
        if (entry.Toolkit is not null && !entry.Capabilities.Contains(Compute))
            yield return GpuFinding.Of("GPU-J07", Severity.Warning, $"{image.Image} has CUDA and does not ask for 'compute', so that it is given no libcuda", said);
        else if (!entry.Capabilities.Contains(Utility))
            yield return GpuFinding.Of("GPU-J07", Severity.Note, $"{image.Image} does not ask for 'utility', so that there is no nvidia-smi in it", said);
    }

    private static IEnumerable<GpuFinding> NotOffered(GpuImage entry, GpuHost host, GpuImages image)
    {
        if (host.SupportedCapabilities.IsEmpty || entry.Capabilities.Contains("all")) yield break;
        string[] missing = [.. entry.Capabilities.Except(host.SupportedCapabilities, StringComparer.Ordinal)];
        if (missing.Length == 0) yield break;
        yield return GpuFinding.Of("GPU-J08", Severity.Blocker,
            $"{image.Image} asks for {string.Join(" and ", missing.Select(one => $"'{one}'"))}, which {host.Name} does not hand out",
            new Evidence($"NVIDIA_DRIVER_CAPABILITIES of {entry.Platform}", string.Join(',', entry.Capabilities)),
            new Evidence("supported-driver-capabilities", string.Join(',', host.SupportedCapabilities)));
    }

    private static IEnumerable<GpuFinding> Compatibility(GpuImage entry, GpuImages image)
    {
        if (!entry.ForcesCompatibility) yield break;
        yield return GpuFinding.Of("GPU-J09", Severity.Warning,
            $"{image.Image} puts its compatibility library before the host's libcuda, whatever the driver: newer drivers answer with error 803 or 804",
            new Evidence($"LD_LIBRARY_PATH of {entry.Platform}", "/usr/local/cuda/compat"));
    }

    private static IEnumerable<GpuFinding> Baked(GpuImage entry, GpuImages image)
    {
        if (entry.BakedDriver is not { } path) yield break;
        yield return GpuFinding.Of("GPU-J10", Severity.Blocker,
            $"{image.Image} brings a driver library of its own, which masks the one of the host", new Evidence(path, $"in {entry.Platform}"));
    }

    private static IEnumerable<GpuFinding> EndOfLife(GpuImages image)
    {
        if (image.Tag is not { } tag || !IsOfNvidia(image.Image)
            || Ended.FirstOrDefault(name => tag.EndsWith(name, StringComparison.Ordinal)) is not { } ended) yield break;
        yield return GpuFinding.Of("GPU-J12", Severity.Warning, $"{image.Image} stands on {ended}, which is at its end; NVIDIA deletes such tags", new Evidence("its tag", tag));
    }

    private static bool IsOfNvidia(string image) =>
        image.StartsWith("docker.io/nvidia/cuda:", StringComparison.Ordinal) || image.StartsWith("nvcr.io/nvidia/cuda:", StringComparison.Ordinal);
}
