namespace Archway.Verifying.Binaries;

/// <summary>What the first four bytes say that a file may be.</summary>
internal enum FileKind
{
    Other,
    Elf,
    Pe,
    MachO,

    /// <summary>A fat Mach-O file or a Java class; the next four bytes tell.</summary>
    FatOrClass,
    Script,
    Zip,
    Archive,
    WebAssembly,
}
