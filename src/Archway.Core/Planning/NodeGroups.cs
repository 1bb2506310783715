using System.Collections.Immutable;
using Archway.Placing.Scheduling;
using Archway.Planning.Machines;
using Archway.Planning.Packing;

namespace Archway.Planning;

/// <summary>The groups of machines that a plan asks for, those of Arm machines first.</summary>
internal static class NodeGroups
{
    // One Arm type may be short where several are not.
    private const int MostTypes = 4;
    private const int WithoutCount = 3;

    internal static ImmutableArray<NodeGroup> Of(PlanStrategy strategy, PlanCapacity capacity, PlanOptions options, MachineTable table)
    {
        ImmutableArray<Taint> taints = strategy == PlanStrategy.Taints ? [options.Taint] : [];
        NodeGroup Arm(string name, bool isSpot) => Group(name, "arm64", capacity.Arm, options, table, isSpot) with { Taints = taints, Desired = isSpot == options.IsSpot ? 1 : 0, Counted = isSpot == options.IsSpot && capacity is not { Arm: null, Before: not null } ? Count(capacity.Arm) : 0 };
        var arm = options.IsSpot && Splits(options.Target) ? [Arm("arm64-spot", true), Arm("arm64-on-demand", false)] : (NodeGroup[])[Arm("arm64", options.IsSpot)];
        // Their nodes are wanted by few pods and cost the more: they begin with what those need.
        if (capacity.ArmGpu is { } gpus) arm = [.. arm, Arm("arm64-gpu", false) with { Taints = [.. taints, .. capacity.GpuTaints], MachineTypes = [gpus.Type.Name], Allocatable = gpus.Type.Allocatable, Desired = Count(gpus), Counted = Count(gpus), Max = Math.Max(2, Count(gpus) + ((Count(gpus) + 3) / 4)), HasGpus = true }];
        if (strategy == PlanStrategy.ArmOnly) return [.. arm];
        var amd = Group("amd64", "amd64", capacity.X86 ?? capacity.Before, options, table, isSpot: false);
        return [.. arm, amd with { Desired = capacity.X86 is null ? 0 : amd.Desired, Counted = capacity.X86 is null ? 0 : Count(capacity.X86) }];
    }

    // Karpenter takes either kind out of one pool, and a machine of one's own is of no market.
    private static bool Splits(NodeTarget target) => target is not (NodeTarget.Karpenter or NodeTarget.Kubeadm);

    private static int Count(CapacityOption? option) => (int)Math.Min(int.MaxValue / 2, option?.Packing.Nodes ?? WithoutCount);

    private static NodeGroup Group(string name, string architecture, CapacityOption? option, PlanOptions options, MachineTable table, bool isSpot)
    {
        var count = Count(option);
        var type = option?.Type ?? Usual(architecture, options, table);
        return new()
        {
            Name = name,
            Architecture = architecture,
            MachineTypes = type is null ? [architecture] : isSpot ? Kindred(type, options, table) : [type.Name],
            Allocatable = type?.Allocatable ?? ResourceAmounts.None,
            Desired = count,
            // What comes back while something is rolled out anew needs a place too.
            Max = Math.Max(2, count + ((count + 3) / 4)),
            IsSpot = isSpot,
        };
    }

    // With nothing to count by, one that serves most.
    private static MachineType? Usual(string architecture, PlanOptions options, MachineTable table) => PlanOptions.CloudOf(options.Target) is { } cloud
        ? options.MachineTypes.Select(table.Find).OfType<MachineType>().FirstOrDefault(type => type.Architecture == architecture)
            ?? table.All.Where(type => type.Cloud == cloud && type.Architecture == architecture && type is { Processors: 4, MemoryMiB: 16 * 1024, PricePerHour: not null, Gpus: 0 })
                .Where(type => !type.IsBurstable).OrderBy(type => type.PricePerHour).FirstOrDefault()
        : null;

    private static ImmutableArray<string> Kindred(MachineType type, PlanOptions options, MachineTable table) =>
    [
        type.Name,
        .. table.All.Where(one => one.Cloud == type.Cloud && one.Architecture == type.Architecture && one.Processors == type.Processors && one.MemoryMiB >= type.MemoryMiB && one.Gpus == type.Gpus
                && one.Name != type.Name && !one.IsBurstable && options.Offer?.Has(one.Name) != false)
            .OrderBy(one => one.MemoryMiB).ThenBy(one => one.PricePerHour ?? decimal.MaxValue).ThenBy(one => one.Name, StringComparer.Ordinal).Take(MostTypes - 1).Select(one => one.Name),
    ];
}
