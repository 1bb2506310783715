using System.Collections.Immutable;
using Archway.Planning;

namespace Archway.Cli.Reports.Plans;

/// <summary>What moved since the last plan.</summary>
internal static class PlanChanges
{
    /// <summary>A sentence for each workload that came, went, or is in another wave, and for what else is otherwise.</summary>
    internal static ImmutableArray<string> Between(PlanJson before, MigrationPlan now)
    {
        var was = Waves(before.Waves.SelectMany(wave => wave.Workloads.Select(one => (one.Name, one.File, wave.Kind))));
        var isNow = Waves(now.Waves.SelectMany(wave => wave.Workloads.Select(one => (one.Name, one.At.File, wave.Kind))));
        List<string> moved = [];
        foreach (var (key, kind) in isNow.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (!was.TryGetValue(key, out var old)) moved.Add($"{Named(key)} is new, in {PlanPage.Title(kind)}");
            else if (old != kind) moved.Add($"{Named(key)} moved from {PlanPage.Title(old)} to {PlanPage.Title(kind)}");
        }

        moved.AddRange(was.Keys.Except(isNow.Keys).Order(StringComparer.Ordinal).Select(key => $"{Named(key)} is gone"));
        if (before.Strategy != now.Choice.Strategy) moved.Add($"the strategy was {PlanPage.Word(before.Strategy)} and is {PlanPage.Word(now.Choice.Strategy)}");
        return [.. moved];
    }

    // Two files may each have a workload of one name, and a file two.
    private static Dictionary<string, WaveKind> Waves(IEnumerable<(string Name, string File, WaveKind Kind)> workloads) =>
        workloads.GroupBy(one => $"{one.Name}\0{one.File}").ToDictionary(same => same.Key, same => same.Max(one => one.Kind), StringComparer.Ordinal);

    private static string Named(string key) => key.Split('\0')[0];
}
