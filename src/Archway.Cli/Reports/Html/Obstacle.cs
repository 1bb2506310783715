using Archway.Cli.Reports.Json;
using Archway.Judging;
using Archway.Reading;

namespace Archway.Cli.Reports.Html;

/// <summary>An image that does not run, and how much stands on it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Places">The places that name it.</param>
/// <param name="DaemonSets">How many workloads start it on every node.</param>
/// <param name="Bases">How many Dockerfiles build upon it.</param>
internal sealed record Obstacle(ImageJson Image, IReadOnlyList<OccurrenceJson> Places, int DaemonSets, int Bases)
{
    /// <summary>What is known not to run, what matters most first: an agent that keeps every node from being of use, a base on which nothing can be built.</summary>
    internal static IReadOnlyList<Obstacle> In(ScanDocument scan, ILookup<string, OccurrenceJson> places) =>
    [
        .. scan.Images.Where(image => image.Status.DoesNotRun())
            .Select(image => Of(image, [.. places[image.Image]]))
            .OrderByDescending(obstacle => obstacle.DaemonSets > 0).ThenByDescending(obstacle => obstacle.Bases > 0)
            .ThenByDescending(obstacle => obstacle.Image.UsedAt).ThenBy(obstacle => obstacle.Image.Image, StringComparer.Ordinal),
    ];

    private static Obstacle Of(ImageJson image, IReadOnlyList<OccurrenceJson> places) => new(image, places,
        places.Where(place => place.Workload?.StartsWith("DaemonSet/", StringComparison.Ordinal) == true).Select(place => place.Workload).Distinct().Count(),
        places.Where(place => place.Kind is OccurrenceKind.DockerfileFrom or OccurrenceKind.EarthfileFrom).Select(place => place.File).Distinct().Count());
}
