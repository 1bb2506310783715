using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer B: the GPU on its bus.</summary>
internal static class HardwareRules
{
    private const string Devices = "/sys/bus/pci/devices";
    private const string FabricSocket = "/run/nvidia-fabricmanager/socket";

    internal static ImmutableArray<HostRule> All { get; } = [new("GPU-B01", Present), new("GPU-B02", Bound), new("GPU-B03", Fabric), new("GPU-B04", Module)];

    private static void Present(HostFacts host, Telling told)
    {
        if (host.Gpus.Any() || host.Driver?.Models.Count > 0 || host.Machine is Images.GpuMachine.Tegra or Images.GpuMachine.Wsl) return;
        if (!host.IsRunning || host.Snapshot.Find(Devices) is null) told.NotKnown("no devices of a running kernel are shown");
        else if (host.Driver is not null) told.Blocker("A driver is loaded, and no NVIDIA GPU is on the bus", new Evidence(Devices, "no device of the vendor 0x10de is a GPU"), host.Line(LoadedDriver.File, "NVRM"));
        else told.Blocker("There is no NVIDIA GPU, though software for one is installed", new Evidence(Devices, "no device of the vendor 0x10de is a GPU"), Installed(host));
    }

    private static Evidence Installed(HostFacts host) => host.Snapshot.Packages.FirstOrDefault(package => package.Name.Contains("nvidia", StringComparison.Ordinal)) is { } package
        ? new(package.System, $"{package.Name} {package.Version}")
        : new("/usr/bin", "nvidia-smi or nvidia-ctk");

    private static void Bound(HostFacts host, Telling told)
    {
        PciCard[] wrong = [.. host.Gpus.Where(card => card.Driver is not (null or "nvidia"))];
        PciCard[] passed = [.. wrong.Where(card => card.Driver == "vfio-pci")];
        PciCard[] held = [.. wrong.Except(passed)];
        if (held is [var first, ..])
            told.Blocker($"The driver {first.Driver} holds the GPU at {first.Address}, and not NVIDIA's", [.. held.Select(card => card.Evidence), .. host.Snapshot.Find("/sys/module/nouveau") is null ? [] : new[] { new Evidence("/sys/module/nouveau", "the module is loaded") }]);
        if (passed.Length == 0) return;
        var isAll = passed.Length == host.Gpus.Count();
        told.Add(isAll ? Severity.Blocker : Severity.Note, $"{(isAll ? "Every GPU" : $"The GPU at {passed[0].Address}")} is set aside for virtual machines (vfio-pci)", [.. passed.Select(card => card.Evidence)],
            "vfio-pci holds a GPU so that a virtual machine can be given it; the host itself cannot use it then.",
            [new("Where that is not meant, take the GPU's number out of the options of vfio-pci (/etc/modprobe.d, or vfio-pci.ids on the kernel's command line), rebuild the initramfs and restart.", RemedyRisk.Reboot)]);
    }

    private static void Fabric(HostFacts host, Telling told)
    {
        PciCard[] switches = [.. host.Cards.Where(card => card.IsSwitch)];
        if (switches.Length == 0 || host.Snapshot.Process("nv-fabricmanage") is not null) return;
        if (host.Snapshot.Find(FabricSocket) is null)
            told.Blocker(string.Create(CultureInfo.InvariantCulture, $"The machine has {switches.Length} NVSwitch{(switches.Length == 1 ? "" : "es")}, and the fabric manager does not run: CUDA answers 802"), [switches[0].Evidence, new(FabricSocket, "is not there")]);
    }

    private static void Module(HostFacts host, Telling told)
    {
        if (host.IsTegra && host.Snapshot.Text("/sys/firmware/devicetree/base/model")?.Trim() is { Length: > 0 } model)
            told.Note($"The board is {model}", new Evidence("/sys/firmware/devicetree/base/compatible", string.Join(' ', (host.Snapshot.Text("/sys/firmware/devicetree/base/compatible") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))));
        else if (host.IsTegra) told.NotKnown("the device tree names no model");
    }
}
