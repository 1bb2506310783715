namespace Archway.Verifying.Binaries;

/// <summary>The C library that a dynamic program or library asks for.</summary>
public enum CLibrary
{
    /// <summary>Neither of the others, or the file does not say.</summary>
    Untold,

    /// <summary>The GNU C library, that of most distributions.</summary>
    Glibc,

    /// <summary>The C library of Alpine.</summary>
    Musl,
}
