using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
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
        moved.AddRange(Pods(before, now));
        moved.AddRange(Machines(before, PlanJson.Of(now, null)));
        if (before.Nodes != now.Options.Target) moved.Add($"the machines were made by {Word(before.Nodes)} and are by {Word(now.Options.Target)}");
        if (before.Strategy != now.Choice.Strategy) moved.Add($"the strategy was {PlanPage.Word(before.Strategy)} and is {PlanPage.Word(now.Choice.Strategy)}");
        return [.. moved];
    }

    private static IEnumerable<string> Pods(PlanJson before, MigrationPlan now)
    {
        var was = before.Waves.SelectMany(wave => wave.Workloads).GroupBy(one => $"{one.Name}\0{one.File}").ToDictionary(same => same.Key, same => same.Sum(one => one.Pods), StringComparer.Ordinal);
        foreach (var same in now.Workloads.GroupBy(one => $"{one.Name}\0{one.At.File}").OrderBy(same => same.Key, StringComparer.Ordinal))
            if (was.TryGetValue(same.Key, out var old) && same.Sum(one => one.IsOfDaemon ? null : one.Pods?.Count) is var pods && old != pods)
                yield return string.Create(CultureInfo.InvariantCulture, $"{Named(same.Key)} had {old} pods and has {pods}");
    }

    private static IEnumerable<string> Machines(PlanJson before, PlanJson now)
    {
        foreach (var (name, old, own) in ((string, CountJson?, CountJson?)[])[("all on x86", before.Capacity.Before, now.Capacity.Before), ("what moves, on Arm", before.Capacity.Arm, now.Capacity.Arm), ("what stays, on x86", before.Capacity.X86, now.Capacity.X86)])
            if (old?.Nodes != own?.Nodes || old?.Machine != own?.Machine) yield return $"{name}: {Count(old)} before, {Count(own)} now";
        foreach (var group in now.Groups)
        {
            if (before.Groups.FirstOrDefault(one => one.Name == group.Name) is not { } old) yield return $"the group {group.Name} is new";
            else if (!old.MachineTypes.SequenceEqual(group.MachineTypes)) yield return $"the group {group.Name} was of {string.Join(", ", old.MachineTypes)} and is of {string.Join(", ", group.MachineTypes)}";
            else if (!old.Taints.SequenceEqual(group.Taints)) yield return $"the taints of the group {group.Name} are others";
        }

        foreach (var gone in before.Groups.Where(one => now.Groups.All(group => group.Name != one.Name))) yield return $"the group {gone.Name} is gone";
        var others = now.Files.Where(file => before.Files.FirstOrDefault(one => one.Name == file.Name) is { Digest: { } digest } && digest != file.Digest).Select(file => file.Name).ToArray();
        if (others.Length > 0) yield return $"otherwise than before: {string.Join(", ", others)}";
    }

    private static string Count(CountJson? count) => count is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"{count.Nodes} × {count.Machine}");

    private static string Word(NodeTarget target) => JsonSerializer.Serialize(target, PlanFormat.Default.NodeTarget).Trim('"');

    // Two files may each have a workload of one name, and a file two.
    private static Dictionary<string, WaveKind> Waves(IEnumerable<(string Name, string File, WaveKind Kind)> workloads) =>
        workloads.GroupBy(one => $"{one.Name}\0{one.File}").ToDictionary(same => same.Key, same => same.Max(one => one.Kind), StringComparer.Ordinal);

    private static string Named(string key) => key.Split('\0')[0];
}
