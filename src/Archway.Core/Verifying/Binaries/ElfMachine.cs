using System.Globalization;
using System.Text.Json.Serialization;

namespace Archway.Verifying.Binaries;

/// <summary>The machine that an ELF file is for: its number, its class and its byte order, of which each can make another machine.</summary>
/// <param name="Number">The field <c>e_machine</c>: 62 for x86-64, 183 for Arm64.</param>
/// <param name="Is64Bit">Whether addresses have 64 bits.</param>
/// <param name="IsLittleEndian">Whether the lowest byte comes first.</param>
/// <param name="Flags">The field <c>e_flags</c>, whose meaning is the machine's own.</param>
/// <remarks><see href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html"/></remarks>
public sealed record ElfMachine(ushort Number, bool Is64Bit, bool IsLittleEndian, uint Flags)
{
    internal const ushort X86 = 3;
    internal const ushort Mips = 8;
    internal const ushort PowerPc = 20;
    internal const ushort PowerPc64 = 21;
    internal const ushort S390 = 22;
    internal const ushort Arm = 40;
    internal const ushort X8664 = 62;
    internal const ushort Arm64 = 183;
    internal const ushort RiscV = 243;
    internal const ushort KernelProgram = 247;
    internal const ushort LoongArch = 258;
    private const uint MipsN32 = 0x20;

    /// <summary>Whether Linux has machines of this number, so that it is not read by chance.</summary>
    internal static bool IsCommon(ushort number) => number is X86 or Mips or PowerPc or PowerPc64 or S390 or Arm or X8664 or Arm64 or RiscV or KernelProgram or LoongArch;

    /// <summary>The architecture by the name that images use; null where they have none, as for x32.</summary>
    [JsonIgnore]
    public string? Architecture => (Number, Is64Bit, IsLittleEndian) switch
    {
        (X8664, true, true) => "amd64",
        (Arm64, true, true) => "arm64",
        (X86, false, true) => "386",
        (Arm, false, true) => "arm",
        (PowerPc64, true, var isLittle) => isLittle ? "ppc64le" : "ppc64",
        (S390, true, false) => "s390x",
        (RiscV, true, true) => "riscv64",
        (LoongArch, true, true) => "loong64",
        (Mips, true, var isLittle) => isLittle ? "mips64le" : "mips64",
        (Mips, false, var isLittle) when (Flags & MipsN32) == 0 => isLittle ? "mipsle" : "mips",
        _ => null,
    };

    /// <summary>Whether it is no processor: programs for the kernel's own virtual machine (eBPF) run wherever Linux does.</summary>
    [JsonIgnore]
    public bool IsVirtual => Number == KernelProgram;

    /// <summary>The machine as people call it: <c>x86-64</c>, <c>x32</c>, <c>Arm64 (big-endian)</c>, <c>machine 190</c>.</summary>
    [JsonIgnore]
    public string Name => (Number, Is64Bit, IsLittleEndian) switch
    {
        (X8664, true, _) => "x86-64",
        (X8664, false, _) => "x32",
        (X86, _, _) => "x86",
        (Arm64, true, true) => "Arm64",
        (Arm64, true, false) => "Arm64 (big-endian)",
        (Arm64, false, _) => "Arm64 (32-bit pointers)",
        (Arm, _, true) => "Arm (32-bit)",
        (Arm, _, false) => "Arm (32-bit, big-endian)",
        (PowerPc64, _, true) => "PowerPC 64 (little-endian)",
        (PowerPc64, _, false) => "PowerPC 64",
        (PowerPc, _, _) => "PowerPC",
        (S390, true, _) => "IBM Z",
        (S390, false, _) => "S/390 (31-bit)",
        (RiscV, true, _) => "RISC-V 64",
        (RiscV, false, _) => "RISC-V 32",
        (LoongArch, true, _) => "LoongArch 64",
        (LoongArch, false, _) => "LoongArch 32",
        (Mips, true, var isLittle) => isLittle ? "MIPS 64 (little-endian)" : "MIPS 64",
        (Mips, false, var isLittle) => isLittle ? "MIPS (little-endian)" : "MIPS",
        (KernelProgram, _, _) => "eBPF",
        _ => "machine " + Number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>How calls are made, where a machine knows several ways: <c>hard-float EABI5</c>, <c>n64</c>, <c>ELFv2</c>, <c>lp64d</c>.</summary>
    [JsonIgnore]
    public string? Abi => Number switch
    {
        Arm => (Flags >> 24, Flags & 0x600) switch
        {
            (0, _) => "before EABI",
            (5, 0x400) => "hard-float EABI5",
            (5, 0x200) => "soft-float EABI5",
            var (version, _) => "EABI" + version.ToString(CultureInfo.InvariantCulture),
        },
        Mips => Is64Bit ? "n64" : (Flags & MipsN32) != 0 ? "n32" : "o32",
        PowerPc64 => (Flags & 3) switch { 1 => "ELFv1", 2 => "ELFv2", _ => null },
        RiscV => (Is64Bit ? "lp64" : "ilp32") + ((Flags >> 1) & 3) switch { 1 => "f", 2 => "d", 3 => "q", _ => "" },
        _ => null,
    };
}
