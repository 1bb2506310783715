using System.Collections.Immutable;

namespace Archway.Fleets;

/// <summary>One look at one repository or cluster, to be joined with others.</summary>
/// <param name="Name">What it is of: looks of one name are the same thing at several times.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Scanned">What was looked at, as it was written.</param>
/// <param name="Images">The images.</param>
/// <param name="Workloads">What runs them.</param>
public sealed record FleetScan(string Name, DateTimeOffset At, string Scanned, ImmutableArray<FleetImage> Images, ImmutableArray<SeenWorkload> Workloads)
{
    /// <summary>How many workloads stand how.</summary>
    public FleetCounts Count()
    {
        var standings = Images.GroupBy(image => image.Name, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.Min(image => image.Standing), StringComparer.Ordinal);
        FleetCounts counts = new();
        foreach (var workload in Workloads) counts = counts.With(workload.StandingBy(image => standings.GetValueOrDefault(image, Standing.Unknown)));
        return counts;
    }
}

/// <summary>A workload that a look saw.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name, or its file.</param>
/// <param name="Images">The names of its images, each of which the look tells of.</param>
public sealed record SeenWorkload(string Kind, string Name, ImmutableArray<string> Images)
{
    /// <summary>Its namespace; null where it is in none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Who owns it.</summary>
    public ImmutableArray<string> Owners { get; init; } = [];

    /// <summary>Where it is written; null where it is live.</summary>
    public string? Place { get; init; }

    /// <summary>How it stands where it does not simply run.</summary>
    public string? State { get; init; }

    /// <summary>How many of its images cannot be told.</summary>
    public int Unresolved { get; init; }

    /// <summary>How many of its pods run on nodes of each architecture; null where that was not looked at.</summary>
    public IReadOnlyDictionary<string, int>? Pods { get; init; }

    /// <summary>The worst of its images; unknown where one cannot be told, and known not to run outranks that.</summary>
    internal Standing StandingBy(Func<string, Standing> standingOf)
    {
        var worst = Unresolved > 0 ? Standing.Unknown : Standing.Verified;
        foreach (var image in Images)
            if (standingOf(image) is var own && own < worst) worst = own;
        return worst;
    }
}
