using Archway.Oci.References;

namespace Archway.Placing.Images;

/// <summary>An image that a pod names.</summary>
/// <param name="Container">The container that runs it, or the volume that it is.</param>
/// <param name="Written">The name as written.</param>
/// <param name="Image">The image meant; null where that cannot be told.</param>
/// <param name="Reason">Why it cannot.</param>
/// <param name="IsVolume">Whether it is only mounted: then it runs nowhere, and is bound to no architecture.</param>
public sealed record PodImage(string Container, string Written, ImageReference? Image, string? Reason, bool IsVolume = false)
{
    /// <summary>What it is asked for and told by.</summary>
    public string Name { get; } = Image?.ToString() ?? Written;
}
