using Archway.Reading.Data;

namespace Archway.Reading.Kubernetes;

/// <summary>How pods ask for NVIDIA's GPUs: by a resource of the device plugin, or by the runtime's class alone.</summary>
internal static class GpuAsk
{
    /// <summary>What a container asks for, as <c>nvidia.com/gpu: 1</c>; null where it asks for none.</summary>
    internal static string? OfContainer(DataNode container) =>
        Of(container["resources"]?["limits"]) ?? Of(container["resources"]?["requests"]);

    /// <summary>The class by which a pod is given NVIDIA's runtime; null where it names none, or another.</summary>
    internal static string? OfPod(DataNode pod) => ClassOf(pod) is { } name ? $"runtimeClassName: {name}" : null;

    /// <summary>The name of that class.</summary>
    internal static string? ClassOf(DataNode pod) =>
        pod["runtimeClassName"]?.Text is { Length: <= 253 } name && (name == "nvidia" || name.StartsWith("nvidia-", StringComparison.Ordinal)) ? name : null;

    /// <summary>Whether a resource is of NVIDIA's device plugin: whole GPUs, shared ones, or slices of them.</summary>
    internal static bool IsGpu(string resource) =>
        resource is "nvidia.com/gpu" or "nvidia.com/gpu.shared" || resource.StartsWith("nvidia.com/mig-", StringComparison.Ordinal);

    // None of them is asked for by an amount of nothing.
    private static string? Of(DataNode? amounts) =>
        (amounts?.Members ?? []).Where(amount => IsGpu(amount.Key.Value) && amount.Value.Text is { Length: > 0 and <= 32 } and not "0")
            .Select(amount => $"{amount.Key.Value}: {amount.Value.Text}").FirstOrDefault();
}
