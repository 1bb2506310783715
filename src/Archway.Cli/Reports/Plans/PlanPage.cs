using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Archway.Planning;
using Archway.Planning.Packing;

namespace Archway.Cli.Reports.Plans;

/// <summary>What a person reads of a plan, whatever it is written in.</summary>
internal static class PlanPage
{
    private static readonly string[] Programs = ["archway", "aws", "az", "eksctl", "gcloud", "git", "kubeadm", "kubectl", "sh"];

    internal static IEnumerable<PlanBlock> Of(MigrationPlan plan, ImmutableArray<string>? moved)
    {
        yield return new PlanBlock.Heading(1, Headline(plan));
        yield return new PlanBlock.Paragraph($"Strategy: {Word(plan.Choice.Strategy)}. {Sentence(plan.Choice.Because)}");
        if (moved is { } since)
        {
            yield return new PlanBlock.Heading(2, "Since the last plan");
            if (since.IsEmpty) yield return new PlanBlock.Paragraph("Nothing moved.");
            else yield return new PlanBlock.Items(since);
        }

        foreach (var (i, wave) in plan.Waves.Index())
            foreach (var block in OfWave(plan, wave, i + 1)) yield return block;
        yield return new PlanBlock.Heading(2, "Machines");
        yield return Groups(plan);
        if (Counts(plan.Capacity) is { Rows.Length: > 0 } counts) yield return counts;
        if (!plan.Capacity.Remarks.IsEmpty) yield return new PlanBlock.Items([.. plan.Capacity.Remarks.Select(Sentence)]);
        if (!plan.AddOns.IsEmpty)
        {
            yield return new PlanBlock.Heading(2, "Parts of the cluster that Arm nodes need");
            yield return new PlanBlock.Items([.. plan.AddOns.Select(one => $"{one.Name}{(one.Image is null ? "" : $" ({one.Image})")}: {one.Told}")]);
        }

        if (!plan.MissingDaemons.IsEmpty)
        {
            yield return new PlanBlock.Heading(2, "DaemonSets that tainted nodes would lack");
            yield return new PlanBlock.Items([.. plan.MissingDaemons.Select(one => one.Because is { } because ? $"{one.Name}: {because}" : one.Name)]);
        }

        if (!plan.Remarks.IsEmpty)
        {
            yield return new PlanBlock.Heading(2, "To be known");
            yield return new PlanBlock.Items([.. plan.Remarks.Select(Sentence)]);
        }

        yield return new PlanBlock.Heading(2, "Files");
        yield return new PlanBlock.Items([.. plan.Files.Select(file => $"{file.Name}: {file.About}")]);
    }

    private static IEnumerable<PlanBlock> OfWave(MigrationPlan plan, Wave wave, int number)
    {
        yield return new PlanBlock.Heading(2, wave.Moves ? Text($"Wave {number}: {Title(wave.Kind)}") : Capital(Title(wave.Kind)));
        yield return wave.Moves
            ? Filled(["workload", "pods", "where", "owners"], [.. wave.Workloads.Select(one => ImmutableArray.Create(one.Name, Pods(one), Where(one), string.Join(", ", one.Owners)))])
            : Filled(["workload", "why", "what to do", "where", "owners"],
                [.. wave.Workloads.Select(one => ImmutableArray.Create(one.Name, one.Because ?? "", one.ToDo ?? "", Where(one), string.Join(", ", one.Owners)))]);
        if (WaveSteps.Of(plan, wave) is not { } steps) yield break;
        yield return new PlanBlock.Items([.. steps.Canary.Select((step, i) => Sentence(i == 0 ? $"canary: {step}" : step)), .. steps.Rest.Select(Sentence)], IsOrdered: true);
        yield return new PlanBlock.Paragraph($"Back again: {string.Join("; ", steps.RollBack)}.");
    }

    // A column in which nothing stands takes the room of those that say something.
    private static PlanBlock.Table Filled(ImmutableArray<string> columns, ImmutableArray<ImmutableArray<string>> rows)
    {
        int[] said = [.. Enumerable.Range(0, columns.Length).Where(i => i == 0 || rows.Any(row => row[i].Length > 0))];
        return new([.. said.Select(i => columns[i])], [.. rows.Select(row => said.Select(i => row[i]).ToImmutableArray())]);
    }

    private static PlanBlock.Table Groups(MigrationPlan plan) => new(["group", "architecture", "machines", "taints", "nodes"],
    [
        .. plan.Groups.Select(group => ImmutableArray.Create(group.Name, group.Architecture, string.Join(", ", group.MachineTypes) + (group.IsSpot ? " (spot)" : ""),
            string.Join(", ", group.Taints), Text($"{group.Min} to {group.Max}, {group.Desired} to begin with"))),
    ]);

    private static PlanBlock.Table Counts(PlanCapacity capacity) => new(["counted", "machines", "no packing does with less than", "scarcest", $"{capacity.Currency} an hour, estimated"],
        [.. new[] { ("all on x86, as before", capacity.Before), ("what moves, on Arm", capacity.Arm), ("what moves and asks for GPUs, on Arm", capacity.ArmGpu), ("what stays, on x86", capacity.X86) }
            .Where(one => one.Item2 is not null).Select(one => Count(one.Item1, one.Item2!))]);

    private static ImmutableArray<string> Count(string name, CapacityOption option) =>
        [name, Text($"{option.Packing.Nodes} × {option.Type.Name}"), Text($"{option.Packing.LowerBound}"), option.Packing.Scarcest, option.PricePerHour is { } price ? price.ToString("0.000", CultureInfo.InvariantCulture) : "not known"];

    private static string Headline(MigrationPlan plan)
    {
        var (all, moving) = (plan.Workloads.Count(), plan.Waves.Where(wave => wave.Moves).Sum(wave => wave.Workloads.Length));
        return moving == all ? Text($"All {all} workloads can move to arm64 now")
            : Text($"{moving} of {all} workloads can move to arm64 now");
    }

    /// <summary>What a wave is of.</summary>
    internal static string Title(WaveKind kind) => kind switch
    {
        WaveKind.Cluster => "DaemonSets and the cluster's own software",
        WaveKind.Stateless => "what keeps no state",
        WaveKind.Stateful => "what keeps state",
        WaveKind.Change => "to be changed first",
        WaveKind.Unknown => "not known",
        _ => "blocked",
    };

    internal static string Word(PlanStrategy strategy) => JsonSerializer.Serialize(strategy, PlanFormat.Default.PlanStrategy).Trim('"');

    private static string Pods(PlannedWorkload one) => one.IsOfDaemon ? "on every node" : one.Pods is { } pods ? Text($"{pods.Count}") : "";

    private static string Where(PlannedWorkload one) => one.IsLive ? one.At.File : Text($"{one.At.File}:{one.At.Line}");

    private static string Sentence(string text) => text.EndsWith('.') ? Capital(text) : Capital(text) + ".";

    // A command stays as it is typed.
    private static string Capital(string text) => text.Length > 0 && !Array.Exists(Programs, program => text.StartsWith(program + " ", StringComparison.Ordinal))
        ? char.ToUpperInvariant(text[0]) + text[1..] : text;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
