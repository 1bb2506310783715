using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Archway.Planning;

/// <summary>What moves together, in the order in which it moves.</summary>
public enum WaveKind
{
    /// <summary>DaemonSets and the cluster's own software: without them no new node comes up right.</summary>
    [JsonStringEnumMemberName("cluster")] Cluster,
    /// <summary>Workloads that keep nothing.</summary>
    [JsonStringEnumMemberName("stateless")] Stateless,
    /// <summary>Workloads that keep something on disks.</summary>
    [JsonStringEnumMemberName("stateful")] Stateful,
    /// <summary>Workloads that can move once something is changed.</summary>
    [JsonStringEnumMemberName("change")] Change,
    /// <summary>Workloads of which it is not known.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
    /// <summary>Workloads that cannot move.</summary>
    [JsonStringEnumMemberName("blocked")] Blocked,
}

/// <summary>A wave of the move.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Workloads">Its workloads: those that break most first, and then the smallest.</param>
public sealed record Wave(WaveKind Kind, ImmutableArray<PlannedWorkload> Workloads)
{
    /// <summary>Whether it moves as soon as there are machines.</summary>
    public bool Moves => Kind is WaveKind.Cluster or WaveKind.Stateless or WaveKind.Stateful;

    /// <summary>The workload that goes before the others of its wave, so that little breaks if something does; null in a wave that stays.</summary>
    public PlannedWorkload? Canary => !Moves ? null : Workloads.FirstOrDefault(one => one.Pods is null or { IsOfDaemon: true } || (one.IsRolledOut && one.Pods.Count > 0)) ?? Workloads.FirstOrDefault();

    /// <summary>The waves of workloads, in order; none is empty but the first, in which the machines come.</summary>
    internal static ImmutableArray<Wave> Of(IEnumerable<PlannedWorkload> workloads)
    {
        ImmutableArray<Wave> waves =
        [
            .. workloads.GroupBy(KindOf).OrderBy(wave => wave.Key).Select(wave => new Wave(wave.Key,
            [
                .. wave.OrderByDescending(one => one.IsOfDaemon).ThenBy(one => one.Pods?.Count ?? 1).ThenBy(one => one.Name, StringComparer.Ordinal)
                    .ThenBy(one => one.At.File, StringComparer.Ordinal).ThenBy(one => one.At.Line),
            ])),
        ];
        return waves is [{ Kind: not WaveKind.Cluster, Moves: true }, ..] && waves.Any(wave => wave.Moves && wave.Workloads.Any(one => one.Pods is not null))
            ? waves.Insert(0, new(WaveKind.Cluster, [])) : waves;
    }

    private static WaveKind KindOf(PlannedWorkload workload) => workload.Readiness switch
    {
        Readiness.Change => WaveKind.Change,
        Readiness.Unknown => WaveKind.Unknown,
        Readiness.Blocked => WaveKind.Blocked,
        _ when workload.IsOfDaemon || workload.IsAddOn => WaveKind.Cluster,
        _ => workload.KeepsState ? WaveKind.Stateful : WaveKind.Stateless,
    };
}
