using Archway.Reading;

namespace Archway.Rendering;

/// <summary>Tells the place in the sources where a rendered image was made.</summary>
internal interface IImagePlaces
{
    /// <summary>The place: the line that makes the image where that can be told, else the head of the file that does.</summary>
    /// <returns>The place, and what is written there; null where it is the head of a file.</returns>
    (SourceSpan At, string? Written) Find(RenderedImage image);
}
