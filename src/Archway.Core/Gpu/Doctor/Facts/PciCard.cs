using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Hosts;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>A device of NVIDIA's on PCI.</summary>
/// <param name="Folder">Where the kernel tells of it.</param>
/// <param name="Address">Its address, as <c>0009:01:00.0</c>.</param>
/// <param name="Class">The class of device it is.</param>
/// <param name="Device">Its number among NVIDIA's devices.</param>
/// <param name="Driver">The driver that holds it; null where none does.</param>
internal sealed record PciCard(string Folder, string Address, int Class, int Device, string? Driver)
{
    /// <summary>Whether it is a GPU: a display (VGA) or a 3D controller.</summary>
    internal bool IsGpu => Class >> 8 is 0x0300 or 0x0302;

    /// <summary>Whether it is an NVSwitch: NVIDIA's bridges of the class without one of its own.</summary>
    internal bool IsSwitch => Class >> 8 is 0x0680;

    internal Evidence Evidence => new($"{Folder}", string.Create(CultureInfo.InvariantCulture, $"vendor 0x10de, device 0x{Device:x4}, class 0x{Class:x6}{(Driver is null ? ", no driver" : $", driver {Driver}")}"));
}

/// <summary>NVIDIA's devices among those of PCI.</summary>
internal static class PciCards
{
    private const string Folder = "/sys/bus/pci/devices";

    internal static ImmutableArray<PciCard> Of(HostSnapshot snapshot) =>
    [
        .. Addresses(snapshot).Where(address => snapshot.Text($"{Folder}/{address}/vendor")?.Trim() == "0x10de").Select(address => new PciCard(
            $"{Folder}/{address}", address, Number(snapshot.Text($"{Folder}/{address}/class")), Number(snapshot.Text($"{Folder}/{address}/device")),
            snapshot.FindLink($"{Folder}/{address}/driver")?.Target is { } driver ? HostSnapshot.NameOf(driver) : null)),
    ];

    // Links of the kernel lead from there to the device's place in the tree; a snapshot may as well hold plain folders.
    private static IEnumerable<string> Addresses(HostSnapshot snapshot) => snapshot.In(Folder).Select(entry => HostSnapshot.NameOf(entry.Path))
        .Concat(snapshot.Entries.Where(entry => entry.Path.StartsWith(Folder + "/", StringComparison.Ordinal)).Select(entry => entry.Path[(Folder.Length + 1)..].Split('/')[0]))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static int Number(string? text) =>
        text?.Trim() is ['0', 'x', .. var digits] && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
