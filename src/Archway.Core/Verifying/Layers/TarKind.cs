namespace Archway.Verifying.Layers;

/// <summary>What an entry of a tar becomes when it is unpacked.</summary>
internal enum TarKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>Another name of a file that came before.</summary>
    HardLink,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A device or a pipe.</summary>
    Special,
}
