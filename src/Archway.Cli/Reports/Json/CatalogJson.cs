using System.Collections.Immutable;

namespace Archway.Cli.Reports.Json;

/// <summary>One entry of the catalog.</summary>
internal sealed record CatalogEntryJson(
    string Id, string Name, string Category, ImmutableArray<string> Delivery, string Summary, CatalogGuideJson? Guide, string Url,
    ImmutableArray<CatalogImagesJson> Images, ImmutableArray<CatalogReleaseJson> Releases, string? Build, string? Nightly, string? Notes,
    ImmutableArray<string> Evidence, string Confidence, string AsOf);

/// <summary>The row of the guides' tables.</summary>
internal sealed record CatalogGuideJson(string Name, ImmutableArray<string> In, string? Comment);

/// <summary>Repositories that share one line of versions.</summary>
internal sealed record CatalogImagesJson(
    string Name, ImmutableArray<string> Repositories, ImmutableArray<string> Architectures, CatalogGateJson Gate, ImmutableArray<CatalogTagsJson> Tags,
    string? Prefer, string? MovedTo, ImmutableArray<string> Alternatives, string? Note, string Confidence);

/// <summary>Tags with an answer of their own.</summary>
internal sealed record CatalogTagsJson(
    ImmutableArray<string> Match, string? Arm64, string? Amd64, string? Name, CatalogGateJson? Gate, string? Because, string? Use);

/// <summary>A delivery that is no image.</summary>
internal sealed record CatalogReleaseJson(string Delivery, string Name, CatalogGateJson Gate, string? Note, string Confidence);

/// <summary>From which release on there is arm64.</summary>
internal sealed record CatalogGateJson(
    string? Since, string? Until, string? NoneBelow, string? Published, bool? Current, bool? Always,
    ImmutableArray<string> Backports, ImmutableArray<string> Variants, ImmutableArray<string> Prefixes, ImmutableArray<string> Moving);
