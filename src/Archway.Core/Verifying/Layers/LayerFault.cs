namespace Archway.Verifying.Layers;

/// <summary>The ways in which a layer is none that can be read.</summary>
internal enum LayerFault
{
    /// <summary>Its media type, or a demand it makes, is nothing this version reads.</summary>
    Unsupported,

    /// <summary>Its bytes are packed in another way than its media type says.</summary>
    Mismatched,

    /// <summary>It ends too early.</summary>
    Truncated,

    /// <summary>It does not unpack.</summary>
    Corrupted,

    /// <summary>It unpacks, but not to a tar.</summary>
    Malformed,

    /// <summary>It is larger, or unpacks to more, than is read of any layer.</summary>
    TooLarge,

    /// <summary>What it unpacks to has another digest than the image's config says.</summary>
    DiffIdMismatch,

    /// <summary>This machine lacks the library that unpacks it.</summary>
    NoLibrary,

    /// <summary>This machine has no room for a temporary file.</summary>
    NoRoom,
}
