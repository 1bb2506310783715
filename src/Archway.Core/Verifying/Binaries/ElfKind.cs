namespace Archway.Verifying.Binaries;

/// <summary>What an ELF file is for.</summary>
public enum ElfKind
{
    /// <summary>None of the others: a core dump, or a kind that only one system knows.</summary>
    Other,

    /// <summary>An object to link, or a module of the kernel.</summary>
    Relocatable,

    /// <summary>A program.</summary>
    Executable,

    /// <summary>A shared library, or what is loaded like one.</summary>
    SharedLibrary,
}
