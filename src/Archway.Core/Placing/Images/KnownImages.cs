using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Scanning;

namespace Archway.Placing.Images;

/// <summary>Asks for the images of pods, each once, with what a scan asks with.</summary>
public static class KnownImages
{
    /// <summary>What is known of each image that something runs, by its name.</summary>
    /// <param name="scanner">What asks.</param>
    /// <param name="images">The images of the pods.</param>
    /// <param name="platforms">The platforms of the nodes.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static async Task<IReadOnlyDictionary<string, ImagePlatforms>> AskAsync(
        Scanner scanner, IEnumerable<PodImage> images, ImmutableArray<Platform> platforms, CancellationToken cancellationToken)
    {
        ImageSource[] sources = [.. images.Where(image => image is { Image: not null, IsVolume: false }).DistinctBy(image => image.Name).Select(image => ImageSource.Of(image.Image!))];
        var judged = sources.Length == 0 ? [] : await scanner.AskAsync(sources, platforms, cancellationToken);
        return judged.ToDictionary(one => one.Facts.Image, one => new ImagePlatforms(one), StringComparer.Ordinal);
    }
}
