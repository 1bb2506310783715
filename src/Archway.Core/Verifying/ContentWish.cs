namespace Archway.Verifying;

/// <summary>What is wanted of images' contents.</summary>
/// <param name="Extent">How much is read of each.</param>
/// <param name="Progress">Told how many bytes of layers are read; null when nobody wants to know.</param>
public sealed record ContentWish(ReadingExtent Extent, ReadingProgress? Progress = null);
