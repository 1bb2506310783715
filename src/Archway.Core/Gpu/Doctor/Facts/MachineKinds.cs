using System.Collections.Immutable;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>Which kind of machine a host is, as the toolkit itself tells them apart.</summary>
internal static class MachineKinds
{
    internal const string TegraRelease = "/etc/nv_tegra_release";
    internal const string Family = "/sys/devices/soc0/family";

    internal static GpuMachine Of(HostSnapshot snapshot, ImmutableArray<PciCard> cards)
    {
        if (snapshot.Find("/usr/lib/wsl/lib/libdxcore.so") is not null && snapshot.Find("/dev/dxg") is not null) return GpuMachine.Wsl;
        if (snapshot.Find(TegraRelease) is not null || snapshot.Text(Family)?.StartsWith("tegra", StringComparison.OrdinalIgnoreCase) == true)
            return cards.Any(card => card.IsGpu) ? GpuMachine.TegraWithCard : GpuMachine.Tegra;
        return cards.Any(card => card.IsGpu) || snapshot.Text(LoadedDriver.File) is not null ? GpuMachine.Server : GpuMachine.Unknown;
    }
}
