namespace Archway.Verifying.Layers;

/// <summary>How a layer's tar is packed.</summary>
internal enum LayerPacking
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By gzip.</summary>
    Gzip,

    /// <summary>By zstd.</summary>
    Zstd,
}
