namespace Archway.Verifying.Trees;

/// <summary>What an entry of a layer does to the image's files.</summary>
internal enum EntryKind : byte
{
    /// <summary>A regular file stands there.</summary>
    File,

    /// <summary>A folder stands there, with what lower layers have in it.</summary>
    Folder,

    /// <summary>Another name of a file stands there.</summary>
    HardLink,

    /// <summary>A symbolic link stands there.</summary>
    SymbolicLink,

    /// <summary>A device or a pipe stands there.</summary>
    Special,

    /// <summary>What lower layers have there is gone.</summary>
    Whiteout,

    /// <summary>What lower layers have in that folder is gone.</summary>
    OpaqueFolder,
}
