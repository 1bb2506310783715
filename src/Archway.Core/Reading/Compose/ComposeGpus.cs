using Archway.Reading.Data;

namespace Archway.Reading.Compose;

/// <summary>How services ask for NVIDIA's GPUs: by a reservation of devices, by <c>gpus</c>, or by the runtime.</summary>
internal static class ComposeGpus
{
    /// <summary>How a service asks; null where it does not, or for those of another maker.</summary>
    internal static string? Of(DataNode service)
    {
        if (service["runtime"]?.Text == "nvidia") return "runtime: nvidia";
        if (service["gpus"] is DataScalar { IsNull: false, Value.Length: > 0 and <= 32 } all) return $"gpus: {all.Value}";
        if ((service["gpus"]?.Items ?? []).Any(IsOfNvidia)) return "gpus";
        return (service["deploy"]?["resources"]?["reservations"]?["devices"]?.Items ?? []).Any(IsGpu) ? "a reservation of GPUs" : null;
    }

    private static bool IsGpu(DataNode device) =>
        (device["capabilities"]?.Items ?? []).Any(capability => capability.Text is "gpu" or "nvidia" || capability.Items.Any(one => one.Text == "gpu")) && IsOfNvidia(device);

    private static bool IsOfNvidia(DataNode device) => device["driver"]?.Text is null or "nvidia";
}
