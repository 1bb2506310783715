using System.Collections.Immutable;
using System.Text.Json;
using Archway.Cli.Reports.Json;
using Archway.Fleets;
using Archway.Pages;
using Archway.Reading;

namespace Archway.Cli.Reports.Fleets;

/// <summary>A saved scan, which anybody may have written, as a look at a fleet: no more of it than a page has room for.</summary>
internal static class ScannedFleet
{
    private const int LongestName = 300;
    private const int LongestSentence = 600;
    private const int MostAdvice = 5;
    private const int MostPlatforms = 32;
    private const int MostOwners = 10;

    /// <summary>The look.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="name">What it is of.</param>
    /// <param name="at">When it was taken.</param>
    internal static FleetScan Of(ScanDocument scan, string name, DateTimeOffset at)
    {
        ImmutableArray<FleetImage> images = [.. scan.Images.Select(Of).DistinctBy(image => image.Name, StringComparer.Ordinal)];
        var known = images.Select(image => image.Name).ToHashSet(StringComparer.Ordinal);
        var places = scan.Occurrences.GroupBy(place => (place.File, place.Workload)).Select(place => Of([.. place], known)).ToArray();
        var used = places.SelectMany(place => place.Images).ToHashSet(StringComparer.Ordinal);
        // What was named on the command line is run by something, though nothing says what.
        var named = images.Where(image => !used.Contains(image.Name)).Select(image => new SeenWorkload("image", image.Name, [image.Name]));
        return new(Name(name), at, Sentence(string.Join(", ", scan.Scanned)), images, [.. places, .. named]);
    }

    private static FleetImage Of(ImageJson image) => new(
        Name(image.Image), Standings.Of(image.Status, image.Worst.Verification), image.Status, image.Worst.Verification,
        Sentence(image.Because), [.. image.Advice.Take(MostAdvice).Select(Sentence)], [.. image.Platforms.Take(MostPlatforms).Select(Name)],
        image.Digest is { } digest ? Name(digest) : null);

    private static SeenWorkload Of(OccurrenceJson[] places, HashSet<string> known)
    {
        var first = places[0];
        var isLive = Words.IsLive(first.File);
        var parts = first.Workload?.Split('/') ?? [];
        var names = places.Select(place => place.Image).OfType<string>().Select(Name).Distinct(StringComparer.Ordinal).ToArray();
        ImmutableArray<string> images = [.. names.Where(known.Contains)];
        return new(Name(parts.Length > 1 ? parts[0] : KindOf(first.Kind)), Name(parts.Length > 1 ? parts[^1] : first.Workload ?? first.File), images)
        {
            Namespace = first.Namespace is { } space ? Name(space) : null,
            Owners = [.. places.SelectMany(place => place.Owners ?? []).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostOwners).Select(Name)],
            Place = isLive ? null : Name(Words.Spot(first)),
            State = first.State is { } state ? Name(state) : null,
            Unresolved = places.Count(place => place.Image is null) + names.Length - images.Length,
        };
    }

    // The word before the colon of the report's contract: dockerfile, compose, helm.
    private static string KindOf(OccurrenceKind kind) =>
        JsonSerializer.SerializeToElement(kind, ReportJson.Default.OccurrenceKind).GetString()?.Split(':')[0] ?? "";

    private static string Name(string text) => VisibleText.Of(text, LongestName);

    private static string Sentence(string text) => VisibleText.Of(text, LongestSentence);
}
