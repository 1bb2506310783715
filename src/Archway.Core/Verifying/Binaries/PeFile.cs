using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Archway.Oci.Platforms;

namespace Archway.Verifying.Binaries;

/// <summary>A program or library of Windows, an assembly of .NET, or a program of the firmware.</summary>
/// <param name="Machine">The number of the machine, such as 0x8664 for x86-64; for an assembly compiled ahead it holds the system as well.</param>
/// <param name="IsManaged">Whether it is an assembly of .NET: it holds code for every machine, whatever else it holds for one.</param>
/// <param name="IsFirmware">Whether it runs without an operating system, as boot loaders do.</param>
/// <remarks><see href="https://learn.microsoft.com/windows/win32/debug/pe-format"/></remarks>
public sealed record PeFile(ushort Machine, bool IsManaged, bool IsFirmware) : FileContent
{
    /// <summary>The architecture by the name that images use; null where they have none.</summary>
    [JsonIgnore]
    public string? Architecture => Machine switch
    {
        0x014C => "386",
        0x8664 => "amd64",
        0x01C0 or 0x01C2 or 0x01C4 => "arm",
        // Arm64EC and Arm64X hold code that x86-64 calls, and run on Arm only.
        0xAA64 or 0xA641 or 0xA64E => "arm64",
        0x5064 => "riscv64",
        0x6264 => "loong64",
        _ => null,
    };

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<Platform> Platforms =>
        IsManaged || IsFirmware || Architecture is not { } architecture ? [] : [Platform.Of("windows", architecture)];
}
