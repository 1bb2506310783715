using Archway.Oci.References;

namespace Archway.Server.Lookups;

/// <summary>An image that a pod runs.</summary>
/// <param name="Name">What it is told by.</param>
/// <param name="Image">The image.</param>
/// <param name="IsPulledAlways">Whether nodes ask for it anew each time (<c>imagePullPolicy: Always</c>), and so take what its tag stands for then.</param>
internal sealed record WantedImage(string Name, ImageReference Image, bool IsPulledAlways);
