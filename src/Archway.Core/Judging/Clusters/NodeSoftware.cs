using System.Text.RegularExpressions;
using Archway.Knowing;

namespace Archway.Judging.Clusters;

/// <summary>What a node runs beneath its containers, as the catalog calls it.</summary>
/// <param name="Id">Its id in the catalog.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Delivery">How it comes to a node.</param>
internal sealed partial record NodeSoftware(string Id, string Name, string Version, Delivery Delivery)
{
    /// <summary>What is known by name of what a node tells of itself.</summary>
    /// <param name="os">Its operating system: <c>Flatcar Container Linux by Kinvolk 3975.2.0 (Oklo)</c>.</param>
    /// <param name="runtime">What runs its containers: <c>containerd://1.7.2</c>.</param>
    internal static IEnumerable<NodeSoftware> In(string? os, string? runtime)
    {
        if (Flatcar().Match(os ?? "") is { Success: true } flatcar) yield return new("flatcar", "Flatcar Container Linux", flatcar.Groups[1].Value, Delivery.Os);
        if (Runtime().Match(runtime ?? "") is not { Success: true } told) yield break;
        yield return told.Groups[1].Value == "containerd"
            ? new("containerd", "containerd", told.Groups[2].Value, Delivery.Binary)
            : new("cri-o", "CRI-O", told.Groups[2].Value, Delivery.Binary);
    }

    [GeneratedRegex(@"^Flatcar Container Linux.*? ([0-9]{1,5}(?:\.[0-9]{1,5}){1,3})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Flatcar();

    [GeneratedRegex(@"^(containerd|cri-o)://v?([0-9]{1,5}(?:\.[0-9]{1,5}){1,3})", RegexOptions.CultureInvariant)]
    private static partial Regex Runtime();
}
