namespace Archway.Fleets;

/// <summary>How much of a namespace, of a team, of an architecture stands how.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Counts">How many stand how.</param>
public sealed record FleetShare(string Name, FleetCounts Counts)
{
    /// <summary>What stands for those of which nothing says whose they are.</summary>
    public const string Nobody = "(none)";

    /// <summary>The workloads of each namespace.</summary>
    /// <param name="fleet">The fleet.</param>
    public static IReadOnlyList<FleetShare> ByNamespace(FleetDocument fleet) => By(fleet, workload => [workload.Namespace ?? Nobody]);

    /// <summary>The workloads of each owner.</summary>
    /// <param name="fleet">The fleet.</param>
    public static IReadOnlyList<FleetShare> ByOwner(FleetDocument fleet) => By(fleet, workload => workload.Owners ?? [Nobody]);

    /// <summary>The workloads of each kind.</summary>
    /// <param name="fleet">The fleet.</param>
    public static IReadOnlyList<FleetShare> ByKind(FleetDocument fleet) => By(fleet, workload => [workload.Kind]);

    /// <summary>The workloads of each repository or cluster.</summary>
    /// <param name="fleet">The fleet.</param>
    public static IReadOnlyList<FleetShare> BySource(FleetDocument fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        return By(fleet, workload => [fleet.Sources[workload.Source].Name]);
    }

    /// <summary>The pods on nodes of each architecture, by how their workloads stand.</summary>
    /// <param name="fleet">The fleet.</param>
    public static IReadOnlyList<FleetShare> ByArchitecture(FleetDocument fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        return Ordered(fleet.Workloads.SelectMany(workload => (workload.Pods ?? new Dictionary<string, int>()).Select(pods => (pods.Key, workload.Standing, pods.Value))));
    }

    private static FleetShare[] By(FleetDocument fleet, Func<FleetWorkload, IEnumerable<string>> groupsOf)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        return Ordered(fleet.Workloads.SelectMany(workload => groupsOf(workload).Select(group => (group, workload.Standing, 1))));
    }

    // Those with the most to do first.
    private static FleetShare[] Ordered(IEnumerable<(string Group, Standing Standing, int Count)> all)
    {
        Dictionary<string, FleetCounts> groups = new(StringComparer.Ordinal);
        foreach (var (group, standing, count) in all) groups[group] = groups.GetValueOrDefault(group).With(standing, count);
        return
        [
            .. groups.Select(group => new FleetShare(group.Key, group.Value))
                .OrderByDescending(share => share.Counts.Blocked + share.Counts.Change).ThenByDescending(share => share.Counts.Unknown)
                .ThenByDescending(share => share.Counts.All).ThenBy(share => share.Name, StringComparer.Ordinal),
        ];
    }
}
