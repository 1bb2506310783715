namespace Archway.Testing.Debian;

/// <summary>How a layer's tar is packed.</summary>
public enum LayerPacking
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By gzip, at the level that builders use.</summary>
    Gzip,

    /// <summary>By zstd.</summary>
    Zstd,
}
