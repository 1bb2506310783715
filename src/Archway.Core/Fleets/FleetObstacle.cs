namespace Archway.Fleets;

/// <summary>An image that stands in a fleet's way, and how much waits for it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Workloads">How many workloads run it.</param>
/// <param name="Alone">How many of these wait for nothing else.</param>
/// <param name="DaemonSets">How many of them start it on every node.</param>
public sealed record FleetObstacle(FleetImage Image, int Workloads, int Alone, int DaemonSets)
{
    /// <summary>What is known not to run as it is, what matters most first: an agent that keeps every node from being of use, then by what it alone holds up.</summary>
    /// <param name="fleet">The fleet.</param>
    public static IReadOnlyList<FleetObstacle> In(FleetDocument fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var (all, alone, daemons) = (new int[fleet.Images.Length], new int[fleet.Images.Length], new int[fleet.Images.Length]);
        foreach (var workload in fleet.Workloads)
        {
            var waiting = workload.Images.Where(image => fleet.Images[image].Standing < Standing.Ready).ToArray();
            foreach (var image in waiting)
            {
                all[image]++;
                if (waiting.Length == 1 && workload.Unresolved is null) alone[image]++;
                if (workload.Kind == "DaemonSet") daemons[image]++;
            }
        }

        return
        [
            .. fleet.Images.Index().Where(one => one.Item.Standing is Standing.Blocked or Standing.Change)
                .Select(one => new FleetObstacle(one.Item, all[one.Index], alone[one.Index], daemons[one.Index]))
                .OrderByDescending(obstacle => obstacle.DaemonSets > 0).ThenByDescending(obstacle => obstacle.Alone).ThenByDescending(obstacle => obstacle.Workloads)
                .ThenBy(obstacle => obstacle.Image.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Why images are not known, most often given first.</summary>
    /// <param name="fleet">The fleet.</param>
    public static IReadOnlyList<(string Because, int Images)> Unknown(FleetDocument fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        return
        [
            .. fleet.Images.Where(image => image.Standing == Standing.Unknown).GroupBy(image => image.Because, StringComparer.Ordinal)
                .Select(same => (same.Key, same.Count())).OrderByDescending(one => one.Item2).ThenBy(one => one.Key, StringComparer.Ordinal),
        ];
    }
}
