using System.Collections.Immutable;

namespace Archway.Placing.Images;

/// <summary>The architectures that all images of a pod run on.</summary>
/// <param name="All">Their names as nodes are labelled with them, in order; null where they are not known, and empty where there is none.</param>
/// <param name="Because">Why they are not known, or there is none, with every image; null otherwise.</param>
public sealed record PodArchitectures(ImmutableSortedSet<string>? All, string? Because)
{
    /// <summary>Tells the same for another operating system; null where nobody can.</summary>
    internal Func<string, PodArchitectures>? Elsewhere { get; init; }

    /// <summary>The architectures of machines with an operating system; none where they are not known.</summary>
    internal ImmutableSortedSet<string> On(string os) => (Elsewhere is { } tell ? tell(os).All : All) ?? [];

    /// <summary>Those of a pod: an image that cannot be told makes all unknown, since no architecture may be ruled out for it or despite it.</summary>
    /// <param name="images">The pod's images.</param>
    /// <param name="os">The operating system that the pod is for.</param>
    /// <param name="known">What is known of images, by their names.</param>
    public static PodArchitectures Of(IEnumerable<PodImage> images, string os, IReadOnlyDictionary<string, ImagePlatforms> known)
    {
        ImmutableSortedSet<string>? common = null;
        List<(string Name, ImmutableSortedSet<string> Own)> told = [];
        foreach (var image in images.Where(image => !image.IsVolume).DistinctBy(image => image.Name))
        {
            if (image.Image is null) return new(null, $"'{image.Written}' of {image.Container}: {image.Reason}");
            if (!known.TryGetValue(image.Name, out var platforms)) return new(null, $"{image.Name} was not asked for");
            if (platforms.Architectures(os) is not { } own) return new(null, $"{image.Name}: {platforms.WhyUnknown}");
            common = common?.Intersect(own) ?? own;
            told.Add((image.Name, own));
        }

        return common is null ? new(null, "it names no image")
            : new(common, common.IsEmpty ? $"its images have no architecture in common: {string.Join("; ", told.Select(Has))}" : null) { Elsewhere = other => Of(images, other, known) };

        string Has((string Name, ImmutableSortedSet<string> Own) image) =>
            $"{image.Name} has {(image.Own.IsEmpty ? $"nothing for {os}" : string.Join(", ", image.Own.Select(one => $"{os}/{one}")))}";
    }
}
