using Archway.Oci.Platforms;
using Archway.Placing.Scheduling;
using Archway.Reading.Clusters;

namespace Archway.Scanning;

/// <summary>What a node of a live cluster is, as its kubelet tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Platform">What it runs; null where it does not say.</param>
/// <param name="Os">Its operating system: <c>Flatcar Container Linux by Kinvolk 3975.2.0 (Oklo)</c>.</param>
/// <param name="Kernel">Its kernel.</param>
/// <param name="Runtime">What runs its containers: <c>containerd://1.7.2</c>.</param>
internal sealed record NodeMachine(string Name, Platform? Platform, string? Os, string? Kernel, string? Runtime)
{
    internal static NodeMachine Of(Node node, LiveObject live)
    {
        var told = live.Root["status"]?["nodeInfo"];
        return new(node.Name, node.Platform, Told("osImage"), Told("kernelVersion"), Told("containerRuntimeVersion"));

        string? Told(string name) => told?[name]?.Text is { Length: > 0 } text ? text.Length > 200 ? text[..200] : text : null;
    }

    // Machines of x86 know one size; of Arm's kernels those that have another say so in their name, as RHEL's kernel-64k does.
    internal int? PageSize => Platform switch
    {
        { Architecture: "amd64" or "386" } => 4096,
        { Architecture: "arm64" } when Kernel is not null && (Kernel.EndsWith("64k", StringComparison.Ordinal) || Kernel.Contains("-64k", StringComparison.Ordinal)) => 65536,
        _ => null,
    };
}
