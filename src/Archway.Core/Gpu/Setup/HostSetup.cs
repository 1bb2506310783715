using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Hosts;

namespace Archway.Gpu.Setup;

/// <summary>What a host tells of itself that a plan for it needs.</summary>
/// <param name="Distribution">Its distribution and version, as <c>ubuntu-24.04</c>; null where it does not say.</param>
/// <param name="Engines">The engines that are on it, the likeliest to be meant first.</param>
/// <param name="Architecture">Its architecture in Go's spelling; null where nothing tells.</param>
/// <param name="HasNewContainerd">Whether its containerd is of 2.0 or later; null where its version is not known.</param>
public sealed record HostSetup(string? Distribution, IReadOnlyList<string> Engines, string? Architecture, bool? HasNewContainerd)
{
    /// <summary>What a snapshot tells.</summary>
    public static HostSetup Of(HostSnapshot snapshot)
    {
        var system = OperatingSystemFacts.Of(snapshot);
        ToolkitFacts toolkit = new(snapshot);
        EngineFacts engines = new(snapshot, toolkit);
        List<string> found = [];
        if (snapshot.Find("/var/lib/rancher/k3s") is not null || snapshot.In("/var/lib/rancher/k3s/agent/etc/containerd").Any()) found.Add("k3s");
        if (snapshot.In("/var/lib/rancher/rke2/agent/etc/containerd").Any()) found.Add("rke2");
        if (engines.Docker.IsPresent) found.Add("docker");
        if (engines.HasPodman) found.Add("podman");
        if (engines.HasCrio) found.Add("crio");
        // Docker brings containerd with it.
        if (engines.Containerd.IsPresent && !engines.Docker.IsPresent && found.Count == 0) found.Add("containerd");
        return new(system.Id is { } id ? $"{id}{(system.Version is { } version ? $"-{version}" : "")}" : null, found, new HostFacts(snapshot).Architecture,
            engines.Containerd.Version is { } containerd ? containerd >= Images.DottedVersion.Of(2) : null);
    }
}
