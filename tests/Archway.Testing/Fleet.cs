using System.Collections.Immutable;
using Archway.Oci.Content;

namespace Archway.Testing;

/// <summary>Five hundred images as a fleet has them: 200 single manifests and 300 indexes, no two alike.</summary>
public static class Fleet
{
    /// <summary>How many images there are.</summary>
    public const int Count = 500;

    /// <summary>How many of them are single manifests, which cost a second request: that for their config.</summary>
    public const int Singles = 200;

    /// <summary>How many of them run on linux/arm64: all but the single manifests for amd64.</summary>
    public const int OnArm64 = 350;

    /// <summary>The images, each with the repository it is kept in.</summary>
    public static ImmutableArray<(string Repository, StoredImage Image)> Images { get; } =
        [.. Enumerable.Range(0, Count).Select(i => ($"scan/r{i:000}", Image(i)))];

    private static StoredImage Image(int i)
    {
        var seed = $"r{i:000}";
        return (i % 10) switch
        {
            < 3 => Testing.Images.Manifest("linux/amd64", docker: true, seed),
            3 => Testing.Images.Manifest("linux/arm64", docker: false, seed),
            4 => Over(MediaTypes.DockerList, seed, "linux/amd64", "linux/arm64"),
            5 => Over(MediaTypes.OciIndex, seed, "linux/amd64", "linux/arm64"),
            6 or 7 => Over(MediaTypes.OciIndex, seed, "linux/amd64", "linux/arm64", "linux/arm/v7"),
            _ => Attested(seed, "linux/amd64", "linux/arm64"),
        };
    }

    private static StoredImage Over(string mediaType, string seed, params string[] platforms) =>
        Testing.Images.Over(mediaType, [.. platforms.Select(platform => Testing.Images.Entry(platform, mediaType == MediaTypes.DockerList, seed))]);

    private static StoredImage Attested(string seed, params string[] platforms)
    {
        var images = platforms.Select(platform => Testing.Images.Entry(platform, docker: false, seed)).ToArray();
        return Testing.Images.Over(MediaTypes.OciIndex, [.. images, .. images.Select(image => Testing.Images.AttestationOf(image.Image))]);
    }
}
