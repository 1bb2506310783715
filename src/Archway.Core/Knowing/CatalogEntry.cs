using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>One piece of software, and all that is known about it on arm64.</summary>
public sealed record CatalogEntry
{
    /// <summary>The word it is asked for by: <c>istio</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name it goes by: <c>CoreDNS</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of software: <c>service-mesh</c>.</summary>
    public required string Category { get; init; }

    /// <summary>The forms it comes in, the foremost first.</summary>
    public required ImmutableArray<Delivery> Deliveries { get; init; }

    /// <summary>How things stand today.</summary>
    public required string Summary { get; init; }

    /// <summary>Its row in the guides' tables; null when it stands in none.</summary>
    public GuideRow? Guide { get; init; }

    /// <summary>A page about it.</summary>
    public required string Url { get; init; }

    /// <summary>The repository of the sources of an image, where its page is that of one of the same name; null where it is another.</summary>
    /// <param name="image">The name of the image's repository, without what stands before it: <c>qdrant</c>.</param>
    public string? SourcesOf(string image)
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var page) || page.Host is not ("github.com" or "gitlab.com")) return null;
        // An entry may be about several images, and its page about one of them.
        return page.AbsolutePath.Trim('/').Split('/') is [var owner, var name, .. var rest] && rest is [] or ["releases", ..]
            && string.Equals(name, image, StringComparison.OrdinalIgnoreCase) ? $"https://{page.Host}/{owner}/{name}" : null;
    }

    /// <summary>Its image repositories, the foremost line of versions first.</summary>
    public ImmutableArray<ImageLine> Images { get; init; } = [];

    /// <summary>Its deliveries other than images.</summary>
    public ImmutableArray<ReleaseLine> Releases { get; init; } = [];

    /// <summary>How to build it for arm64; null when nobody needs to.</summary>
    public string? Build { get; init; }

    /// <summary>Where builds come from before they are released; null when there are none worth naming.</summary>
    public string? Nightly { get; init; }

    /// <summary>What else a reader must know.</summary>
    public string? Notes { get; init; }

    /// <summary>The sources this stands on; at least one.</summary>
    public required ImmutableArray<string> Evidence { get; init; }

    /// <summary>How well the evidence carries it.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The day up to which it was looked into.</summary>
    public required DateOnly AsOf { get; init; }
}
