using Archway.Testing;

namespace Archway.Cli.Tests;

/// <summary>A real registry with images of several platforms, tags that have moved, and digests that people pin.</summary>
public sealed class PinnedImages : FilledRegistry
{
    internal static readonly StoredImage Old = IndexOf("old", "linux/amd64", "linux/arm64");
    internal static readonly StoredImage New = IndexOf("new", "linux/amd64", "linux/arm64");
    internal static readonly StoredImage Amd64Index = IndexOf("amd64 alone", "linux/amd64");
    internal static readonly StoredImage Alone = Images.Manifest("linux/amd64", seed: "alone");

    /// <summary>What the indexes of Grown were before they had arm64: the first holds the very image that it still holds.</summary>
    internal static readonly StoredImage Young = IndexOf("grown", "linux/amd64");
    internal static readonly StoredImage Other = IndexOf("grown once more", "linux/amd64");
    internal static readonly StoredImage Grown = IndexOf("grown", "linux/amd64", "linux/arm64");
    internal static readonly StoredImage Lost = Images.Manifest("linux/amd64", seed: "of no tag");

    private protected override async Task FillAsync(DebianRegistry registry, CancellationToken cancellationToken)
    {
        // The tag 3.12 stands for the old index still, 3.11 has moved on from it.
        await registry.PushAsync("library/python", "3.12", Old, cancellationToken);
        await registry.PushAsync("library/python", "3.11", New, cancellationToken);
        await registry.PushAsync("library/python", "3.10", Amd64Index, cancellationToken);
        foreach (var index in (StoredImage[])[Young, Other, Grown]) await registry.PushAsync("library/grown", "1.0", index, cancellationToken);
        await registry.PushAsync("library/grown", "1.1", Grown, cancellationToken);
        await registry.PushAsync("library/alone", "1.0", Alone, cancellationToken);
        await registry.PushAsync("library/many", "2.0.0", Old, cancellationToken);
        await registry.PushAsync("library/many", "lost", New, cancellationToken);
        await registry.TagAsync("library/many", Enumerable.Range(0, 60).Select(minor => $"1.{minor}.0"), New, cancellationToken);
        await registry.PushAsync("library/many", "lost", Lost, cancellationToken);
    }

    private static StoredImage IndexOf(string seed, params string[] platforms) =>
        Images.Over(Oci.Content.MediaTypes.OciIndex, [.. platforms.Select(platform => Images.Entry(platform, docker: false, seed))]);
}
