using Archway.Oci.References;

namespace Archway.Resolving;

/// <summary>An image that was asked for, and what came of it.</summary>
/// <param name="Source">What was named.</param>
/// <param name="Asked">Where it was asked for; null where that could not be opened.</param>
/// <param name="Facts">What came of it.</param>
internal sealed record AnsweredImage(ImageSource Source, AskedImage? Asked, ImageFacts Facts);
