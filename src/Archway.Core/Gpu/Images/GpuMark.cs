namespace Archway.Gpu.Images;

/// <summary>Something in an image that tells of GPUs.</summary>
/// <param name="Signal">What was seen, as <c>NVARCH=sbsa</c> or a path.</param>
/// <param name="Meaning">What it says of the image, in words.</param>
/// <param name="IsCertain">Whether it alone makes it a GPU image; a label or a search path that was inherited does not.</param>
public sealed record GpuMark(string Signal, string Meaning, bool IsCertain);
