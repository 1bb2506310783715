using System.Numerics;
using Archway.Placing.Scheduling;

namespace Archway.Planning.Machines;

/// <summary>What a node keeps for itself of its machine, as the images of the managed services reckon it.</summary>
/// <remarks>
/// What EC2 and Azure say that a machine has is more than its system sees; Karpenter takes 7.5 % for that, and 64 MiB that Arm kernels of EKS's images set
/// aside: <see href="https://karpenter.sh/docs/reference/settings/"/>, <c>VM_MEMORY_OVERHEAD_PERCENT</c>. For the rest, all of it of 2026-08:
/// <list type="bullet">
/// <item>EKS on AL2023: nodeadm, <c>internal/kubelet/config.go</c>: 11 MiB for each pod that the machine has addresses for and 255 MiB, evicting below 100 MiB,
/// <see href="https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go"/>.</item>
/// <item>GKE with Container-Optimized OS: <c>gce_reserved.go</c> of cluster-autoscaler for the kernel, and
/// <see href="https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes"/> for the rest, evicting below 100 MiB.</item>
/// <item>AKS from 1.29: 20 MB for each pod and 50 MB, or a quarter of all if that is less, evicting below 100 MiB,
/// <see href="https://learn.microsoft.com/azure/aks/node-resource-reservations"/>.</item>
/// </list>
/// </remarks>
internal static class NodeReserve
{
    private const long MiB = 1024 * 1024;
    private const long GiB = 1024 * MiB;
    private const long Eviction = 100 * MiB;

    /// <summary>What is left for pods.</summary>
    /// <param name="type">The machine.</param>
    /// <param name="addresses">For how many pods its interfaces have addresses, however many a node of it should hold.</param>
    internal static ResourceAmounts Leaves(MachineType type, int addresses)
    {
        var physical = type.MemoryMiB * MiB;
        var memory = type.Cloud switch
        {
            Cloud.Aws => Seen(physical - (type.Architecture == "arm64" ? 64 * MiB : 0)) - (((11L * addresses) + 255) * MiB),
            Cloud.Google => physical - KernelOfGoogle(physical, type.Architecture) - OfGoogle(physical),
            _ => Seen(physical) - Math.Min(((20L * type.MostPods) + 50) * MiB, physical / 4),
        };
        return ResourceAmounts.None
            .With("cpu", (type.Processors * 1000) - (type.Cloud == Cloud.Azure ? ProcessorsOfAzure(type.Processors) : ProcessorsOf(type.Processors)))
            .With("memory", (BigInteger)(memory - Eviction) * 1000)
            .With("pods", (BigInteger)type.MostPods * 1000);
    }

    private static long Seen(long physical) => physical - (((physical / MiB * 75) + 999) / 1000 * MiB);

    // 6 % of the first processor, 1 % of the second, 0.5 % of the next two, 0.25 % of the others.
    private static int ProcessorsOf(int processors) =>
        60 + (processors > 1 ? 10 : 0) + (5 * Math.Clamp(processors - 2, 0, 2)) + (Math.Max(0, processors - 4) * 5 / 2);

    // 60, 100, 140, 180, 260, 420, 740 thousandths of 1, 2, 4, 8, 16, 32, 64 processors.
    private static int ProcessorsOfAzure(int processors) =>
        60 + (processors > 1 ? 40 : 0) + (20 * Math.Clamp(processors - 2, 0, 2)) + (10 * Math.Max(0, processors - 4));

    // 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next 112, 2 % of the others; 255 MiB of less than one.
    private static long OfGoogle(long physical)
    {
        if (physical < GiB) return 255 * MiB;
        return ((25 * Part(0, 4)) + (20 * Part(4, 8)) + (10 * Part(8, 16)) + (6 * Part(16, 128)) + (2 * Math.Max(0, physical - (128 * GiB)))) / 100;
        long Part(long from, long to) => Math.Clamp(physical - (from * GiB), 0, (to - from) * GiB);
    }

    private static long KernelOfGoogle(long physical, string architecture)
    {
        var reserved = (physical / 64) + (16 * MiB) + (physical > 3 * GiB ? 64 * MiB : 0) + (physical <= 8 * GiB ? 8 * MiB : 0)
            + (long)Math.Min(0.00175 * physical, 248 * MiB);
        return architecture == "arm64" ? (long)Math.Round(reserved * 0.9971) : reserved;
    }
}
