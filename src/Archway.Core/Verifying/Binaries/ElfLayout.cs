namespace Archway.Verifying.Binaries;

/// <summary>The width of addresses and the order of bytes in an ELF file.</summary>
internal readonly record struct ElfLayout(bool Is64Bit, bool IsLittleEndian)
{
    /// <summary>How many bytes an address has.</summary>
    internal int AddressLength => Is64Bit ? 8 : 4;
}
