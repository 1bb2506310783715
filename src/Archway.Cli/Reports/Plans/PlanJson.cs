using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archway.Cli.Reports.Json;
using Archway.Planning;
using Archway.Planning.Packing;

namespace Archway.Cli.Reports.Plans;

/// <summary>What <c>archway plan --format json</c> answers, and what its folder keeps to be compared with.</summary>
internal sealed record PlanJson(
    int Version, ToolJson Tool, ImmutableArray<string> Scanned, NodeTarget Nodes, PlanStrategy Strategy, string Because, ImmutableArray<WaveJson> Waves,
    ImmutableArray<NodeGroupJson> Groups, CapacityJson Capacity, ImmutableArray<AddOnJson> AddOns, ImmutableArray<string> MissingDaemonSets, ImmutableArray<string> Changed,
    ImmutableArray<string> Remarks, ImmutableArray<PlanFileJson> Files, ImmutableArray<string>? Moved = null)
{
    internal static PlanJson Of(MigrationPlan plan, ImmutableArray<string>? moved) => new(
        1, new("archway", ProgramVersion.Text), plan.Targets, plan.Options.Target, plan.Choice.Strategy, plan.Choice.Because,
        [.. plan.Waves.Select(wave => WaveJson.Of(plan, wave))],
        [.. plan.Groups.Select(group => new NodeGroupJson(group.Name, group.Architecture, group.MachineTypes, [.. group.Taints.Select(taint => taint.ToString())], group.Min, group.Desired, group.Max, group.IsSpot))],
        new(plan.Capacity.Currency, plan.Capacity.Remarks, CountJson.Of(plan.Capacity.Before), CountJson.Of(plan.Capacity.Arm), CountJson.Of(plan.Capacity.X86), CountJson.Of(plan.Capacity.ArmGpu)),
        [.. plan.AddOns.Select(one => new AddOnJson(one.Name, one.Told, one.Image))],
        [.. plan.MissingDaemons.Select(one => one.Name)],
        [.. plan.Patches.Changed.Select(one => $"{one.Workload}: {string.Join(", ", one.Changes)}")],
        plan.Remarks, [.. plan.Files.Select(file => new PlanFileJson(file.Name, file.About))], moved);
}

/// <summary>A wave.</summary>
internal sealed record WaveJson(WaveKind Kind, ImmutableArray<WorkloadJson> Workloads, ImmutableArray<string> Canary, ImmutableArray<string> Rest, ImmutableArray<string> RollBack)
{
    internal static WaveJson Of(MigrationPlan plan, Wave wave)
    {
        var steps = WaveSteps.Of(plan, wave);
        return new(wave.Kind, [.. wave.Workloads.Select(WorkloadJson.Of)], steps?.Canary ?? [], steps?.Rest ?? [], steps?.RollBack ?? []);
    }
}

/// <summary>A workload.</summary>
internal sealed record WorkloadJson(string Name, string File, int Line, ImmutableArray<string> Owners, Readiness Readiness, long? Pods = null, string? Because = null, string? ToDo = null)
{
    internal static WorkloadJson Of(PlannedWorkload one) => new(
        one.Name, one.At.File, one.At.Line, one.Owners, one.Readiness, one.IsOfDaemon ? null : one.Pods?.Count, one.Because, one.ToDo);
}

/// <summary>A group of machines.</summary>
internal sealed record NodeGroupJson(string Name, string Architecture, ImmutableArray<string> MachineTypes, ImmutableArray<string> Taints, int Min, int Desired, int Max, bool Spot);

/// <summary>How many machines are needed.</summary>
internal sealed record CapacityJson(string Currency, ImmutableArray<string> Remarks, CountJson? Before = null, CountJson? Arm = null, CountJson? X86 = null, CountJson? ArmGpu = null);

/// <summary>So many machines of one kind; the price is for an hour of all of them, as an estimate.</summary>
internal sealed record CountJson(string Machine, long Nodes, long AtLeast, string Scarcest, decimal? PricePerHour = null)
{
    internal static CountJson? Of(CapacityOption? option) => option is null ? null : new(option.Type.Name, option.Packing.Nodes, option.Packing.LowerBound, option.Packing.Scarcest, option.PricePerHour);
}

/// <summary>A part of the cluster.</summary>
internal sealed record AddOnJson(string Name, string Told, string? Image = null);

/// <summary>A file of the plan.</summary>
internal sealed record PlanFileJson(string Name, string About);

/// <summary>How a plan is written as JSON, and read back.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, WriteIndented = true,
    UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(PlanJson))]
internal sealed partial class PlanFormat : JsonSerializerContext
{
    internal static PlanFormat Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
