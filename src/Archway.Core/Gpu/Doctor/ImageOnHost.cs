using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Images;
using Archway.Gpu.Images.Cuda;
using Archway.Gpu.Images.Fitting;

namespace Archway.Gpu.Doctor;

/// <summary>An image held against a host that was examined.</summary>
/// <param name="Name">The image as it was asked for.</param>
/// <param name="Facts">Its GPU half; null where nothing in it tells of GPUs, or it could not be asked for.</param>
/// <param name="Problem">Why it could not be asked for; null where it could.</param>
public sealed record ImageOnHost(string Name, GpuImages? Facts, string? Problem)
{
    private static readonly ImmutableArray<string> Handed = ["compat32", "compute", "display", "graphics", "ngx", "utility", "video"];

    internal (ImmutableArray<GpuFinding> Findings, ImmutableArray<UnknownCheck> Unknown) Judge(HostFacts host)
    {
        if (Problem is { } problem) return ([], [Unknown("GPU-J01", $"{Name} could not be asked for: {problem}")]);
        if (Facts is null) return ([], []);
        if (host.Architecture is null) return ([], [Unknown("GPU-J01", "the host's architecture is not known")]);
        return (ImageFit.Judge(Facts, HostOf(host)), host.Driver is null && Facts.On(host.Architecture) is not null ? [Unknown("GPU-J02", "no loaded driver is shown, which the image could be held against")] : []);
    }

    private static UnknownCheck Unknown(string check, string because) => new(GpuChecks.Find(check)!, because);

    /// <summary>What of the host decides whether an image fits it.</summary>
    internal static GpuHost HostOf(HostFacts host) => new()
    {
        Name = "this host",
        Architecture = host.Architecture,
        Machine = host.Machine,
        Driver = host.Driver?.Version,
        // A Jetson's driver has numbers of its own.
        Cuda = host.Driver is { } driver && !host.IsTegra ? CudaTable.Embedded.OfferedBy(driver.Version) : null,
        Brand = host.Smi.Brand,
        ComputeCapabilities = [.. host.Smi.Gpus.Select(gpu => gpu.Capability ?? GpuTable.Embedded.CapabilityOf(gpu.Name)).OfType<DottedVersion>().Distinct()],
        SupportedCapabilities = !host.Toolkit.IsInstalled ? [] : host.Toolkit.Setting("supported-driver-capabilities") is { Length: > 0 } said ? [.. said.Split(',').Select(one => one.Trim())] : Handed,
        Path = PathOf(host),
        IgnoresRequirements = host.Toolkit.Config?.Root?["disable-require"]?.Truth == true,
    };

    private static RequirementPath PathOf(HostFacts host) => host.IsTegra ? RequirementPath.Csv
        : host.Engines.Docker.IsPresent ? host.Engines.Docker.PathOfGpus
        : host.Engines.HasPodman ? RequirementPath.Cdi
        : host.Toolkit.RuntimeUsesCdi switch { true => RequirementPath.Cdi, false => RequirementPath.LegacyHook, null => RequirementPath.Unknown };
}
