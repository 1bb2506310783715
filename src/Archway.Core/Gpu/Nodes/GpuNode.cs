using System.Collections.Immutable;
using Archway.Gpu.Images;
using Archway.Gpu.Images.Cuda;

namespace Archway.Gpu.Nodes;

/// <summary>What the labels of a cluster's node tell of its GPUs: those of NVIDIA's GPU Feature Discovery, which need nobody to go to the node.</summary>
public static class GpuNode
{
    private const string Driver = "nvidia.com/cuda.driver-version.";
    private const string OldDriver = "nvidia.com/cuda.driver.";
    private const string Runtime = "nvidia.com/cuda.runtime-version.";
    private const string OldRuntime = "nvidia.com/cuda.runtime.";

    // The boards whose GPU is part of the chip: their drivers and libraries are those of JetPack.
    private static readonly ImmutableArray<DottedVersion> OfBoards = [DottedVersion.Of(7, 2), DottedVersion.Of(8, 7)];

    /// <summary>The GPU side of a node; null where its labels tell of none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="architecture">The architecture of its processors; null where not known.</param>
    /// <param name="labels">Its labels.</param>
    public static GpuHost? Find(string name, string? architecture, IReadOnlyDictionary<string, string> labels)
    {
        var product = labels.GetValueOrDefault("nvidia.com/gpu.product");
        var driver = DottedVersion.Find(labels.GetValueOrDefault(Driver + "full")) ?? Parts(labels, Driver, "revision") ?? Parts(labels, OldDriver, "rev");
        if (product is null && driver is null && labels.GetValueOrDefault("nvidia.com/gpu.present") != "true") return null;
        var capability = Pair(labels, "nvidia.com/gpu.compute.") ?? (product is null ? null : GpuTable.Embedded.CapabilityOf(product));
        return new()
        {
            Name = name,
            Architecture = architecture,
            Driver = driver,
            // Despite its name it is the newest CUDA that the driver offers, which is what requirements are held against.
            Cuda = Pair(labels, Runtime) ?? Pair(labels, OldRuntime),
            ComputeCapabilities = capability is null ? [] : [capability],
            Machine = MachineOf(architecture, product, capability),
        };
    }

    private static GpuMachine MachineOf(string? architecture, string? product, DottedVersion? capability) => (architecture, product, capability) switch
    {
        ("amd64", _, _) => GpuMachine.Server,
        ("arm64", _, not null) when OfBoards.Contains(capability) => GpuMachine.Tegra,
        // Thor's boards and their successors tell of servers' drivers as well; what they take is not settled.
        ("arm64", not null, not null) when !product.Contains("Thor", StringComparison.OrdinalIgnoreCase) && capability.Major is not (10 or 11) => GpuMachine.Server,
        ("arm64", not null, not null) when product.Contains("GB", StringComparison.Ordinal) => GpuMachine.Server,
        _ => GpuMachine.Unknown,
    };

    private static DottedVersion? Parts(IReadOnlyDictionary<string, string> labels, string prefix, string last) =>
        labels.TryGetValue(prefix + "major", out var major) && labels.TryGetValue(prefix + "minor", out var minor)
            ? DottedVersion.Find($"{major}.{minor}{(labels.TryGetValue(prefix + last, out var revision) && revision.Length > 0 ? "." + revision : "")}")
            : null;

    private static DottedVersion? Pair(IReadOnlyDictionary<string, string> labels, string prefix) =>
        labels.TryGetValue(prefix + "major", out var major) && labels.TryGetValue(prefix + "minor", out var minor) ? DottedVersion.Find($"{major}.{minor}") : null;
}
