using System.Collections.Immutable;

namespace Archway.Fleets;

/// <summary>Looks at many repositories and clusters, joined into one fleet: of each the latest counts, and the earlier ones tell how it was.</summary>
/// <param name="tool">What joins them.</param>
/// <param name="platforms">The platforms that they ask about.</param>
public sealed class FleetMerge(string tool, ImmutableArray<string> platforms)
{
    private const int MostOpinions = 5;
    private readonly Dictionary<string, FleetScan> _latest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<DateTimeOffset, FleetCounts>> _history = new(StringComparer.Ordinal);

    /// <summary>What is not known, one sentence each.</summary>
    public IList<string> Notes { get; } = [];

    /// <summary>How many workloads the latest looks saw.</summary>
    public int Workloads { get; private set; }

    /// <summary>Adds a look. Of one that is not the latest nothing is kept but how many stood how.</summary>
    /// <param name="scan">The look.</param>
    /// <returns>Whether it is the only one of its name and time.</returns>
    public bool Add(FleetScan scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        if (!_history.TryGetValue(scan.Name, out var points)) _history[scan.Name] = points = [];
        if (!points.TryAdd(scan.At, scan.Count())) return false;
        if (_latest.TryGetValue(scan.Name, out var latest) && latest.At > scan.At) return true;
        Workloads += scan.Workloads.Length - (latest?.Workloads.Length ?? 0);
        _latest[scan.Name] = scan;
        return true;
    }

    /// <summary>The fleet.</summary>
    /// <param name="isLive">Whether it is what runs in a cluster now.</param>
    /// <param name="trend">How it stood before, where that is known from elsewhere.</param>
    public FleetDocument Join(bool isLive, IReadOnlyList<FleetPoint>? trend = null)
    {
        FleetScan[] scans = [.. _latest.Values.OrderBy(scan => scan.Name, StringComparer.Ordinal)];
        var images = ImagesOf(scans);
        var at = images.Index().ToDictionary(one => one.Item.Name, one => one.Index, StringComparer.Ordinal);
        ImmutableArray<FleetWorkload> workloads = [.. scans.SelectMany((scan, i) => scan.Workloads.Select(seen => Of(seen, i)))];
        FleetCounts summary = new();
        foreach (var workload in workloads) summary = summary.With(workload.Standing);
        var perSource = new FleetCounts[scans.Length];
        foreach (var workload in workloads) perSource[workload.Source] = perSource[workload.Source].With(workload.Standing);
        return new(FleetDocument.CurrentVersion, tool, isLive, scans.Select(scan => scan.At).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max(), platforms, summary,
            [.. scans.Select((scan, i) => new FleetSource(scan.Name, scan.At, scan.Scanned, perSource[i], _history[scan.Name].Count))],
            images, workloads, [.. trend ?? FleetTrend.Of([.. _history.Values])], [.. Notes]);

        FleetWorkload Of(SeenWorkload seen, int source) => new(
            source, seen.Kind, seen.Name, seen.StandingBy(image => images[at[image]].Standing), [.. seen.Images.Select(image => at[image]).Distinct()], seen.Namespace,
            seen.Owners.IsEmpty ? null : seen.Owners, seen.Place, seen.State, seen.Unresolved > 0 ? seen.Unresolved : null, seen.Pods);
    }

    // What one source knows and another does not is not known of the fleet: they need not mean the same, nor be let in alike.
    private static ImmutableArray<FleetImage> ImagesOf(FleetScan[] scans) =>
    [
        .. scans.SelectMany(scan => scan.Images.Select(image => (scan.Name, Image: image))).GroupBy(one => one.Image.Name, StringComparer.Ordinal).Select(same =>
        {
            var worst = same.Select(one => one.Image).MinBy(image => (image.Standing, image.Status))!;
            if (worst.Advice.IsEmpty && FleetWords.AdviceOn(worst) is { } advice) worst = worst with { Advice = [advice] };
            var others = same.Where(one => one.Image.Status != worst.Status || one.Image.Standing != worst.Standing).ToArray();
            return others.Length == 0 ? worst : worst with
            {
                Opinions = [.. others.Take(MostOpinions).Select(one => $"{one.Name}: {FleetWords.Of(one.Image)}, {one.Image.Because}"),
                    .. others.Length > MostOpinions ? [$"and {others.Length - MostOpinions} more"] : Array.Empty<string>()],
            };
        }).OrderBy(image => image.Standing).ThenBy(image => image.Status).ThenBy(image => image.Name, StringComparer.Ordinal),
    ];
}
