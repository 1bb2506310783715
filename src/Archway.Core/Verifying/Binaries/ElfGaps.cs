namespace Archway.Verifying.Binaries;

/// <summary>What an ELF file may say and could not be read, since it lay where nobody could know of it in time, or beyond the bounds.</summary>
/// <remarks>What is missing here and not said is not there.</remarks>
[Flags]
public enum ElfGaps
{
    /// <summary>Nothing is missing.</summary>
    None = 0,

    /// <summary>The program headers, and with them all that follows from them.</summary>
    Segments = 1,

    /// <summary>The path of the interpreter.</summary>
    Interpreter = 2,

    /// <summary>The dynamic section: what is needed, from where, and in which versions.</summary>
    Dynamic = 4,

    /// <summary>Names of the dynamic section: needed libraries, the own name, the run path.</summary>
    Names = 8,

    /// <summary>The versions of the needed libraries.</summary>
    Versions = 16,

    /// <summary>Notes: build identifiers and properties.</summary>
    Notes = 32,
}
