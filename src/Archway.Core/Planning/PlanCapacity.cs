using System.Collections.Immutable;
using System.Globalization;
using Archway.Placing.Scheduling;
using Archway.Planning.Machines;
using Archway.Planning.Packing;

namespace Archway.Planning;

/// <summary>How many machines the pods need, by what they ask for: as an estimate, since what pods use is another matter.</summary>
public sealed record PlanCapacity
{
    /// <summary>All pods on x86 machines, as before the move; null where there is no such machine to count with.</summary>
    public CapacityOption? Before { get; private init; }

    /// <summary>The pods that move, on Arm machines.</summary>
    public CapacityOption? Arm { get; private init; }

    /// <summary>The pods that move and ask for GPUs, on Arm machines with GPUs; null where none does, or the cloud's are not known.</summary>
    public CapacityOption? ArmGpu { get; private init; }

    /// <summary>The taint of such machines, where all pods that move there tolerate it; empty where one does not.</summary>
    internal ImmutableArray<Taint> GpuTaints { get; private init; } = [];

    /// <summary>The pods that stay, on x86 machines; null where none does.</summary>
    public CapacityOption? X86 { get; private init; }

    /// <summary>What prices are in, as ISO 4217 names it.</summary>
    public string Currency { get; private init; } = "USD";

    /// <summary>What was counted with and what is not known, one sentence each.</summary>
    public ImmutableArray<string> Remarks { get; private init; } = [];

    private static readonly Taint OfGpus = new(MachineType.GpuResource, "true", "NoSchedule");

    // Smaller ones are eaten up by what runs on every node, and of larger ones too much goes with each.
    private const int FewestProcessors = 2;
    private const int MostProcessors = 16;

    /// <summary>What the workloads of a plan need.</summary>
    internal static PlanCapacity Of(ImmutableArray<PlannedWorkload> workloads, IEnumerable<Node> nodes, PlanOptions options, MachineTable table, CancellationToken cancellationToken)
    {
        if (PlanOptions.CloudOf(options.Target) is not { } cloud) return new() { Remarks = ["machines are counted for clouds alone; what pods ask for is in the table of workloads"] };
        List<string> remarks = [];
        var all = workloads.Where(one => one.Pods is not null).ToArray();
        // Machines with GPUs are other machines: who asks for them is counted apart, and what stays on x86 keeps those that it has.
        var (withGpu, pods) = (all.Where(one => one.AsksForGpu).ToArray(), all.Where(one => !one.AsksForGpu).ToArray());
        var moving = withGpu.Where(one => one.Readiness == Readiness.Ready).ToArray();
        var (amd, arm) = Candidates(cloud, nodes, options, table, remarks);
        CapacityOption? Best(Func<PlannedWorkload, bool> which, MachineType[] types) => types.Length == 0 || !pods.Any(one => which(one) && !one.IsOfDaemon) ? null
            : Capacity.Options(Demands(pods.Where(which)), Daemons(pods.Where(which)), types, most: 1, cancellationToken).FirstOrDefault();
        var before = Best(_ => true, amd);
        var moved = Best(one => one.Readiness == Readiness.Ready, arm);
        var stays = Best(one => one.Readiness != Readiness.Ready, before is null ? amd : [before.Type]);
        remarks.Add($"counted by packing what pods request; prices are {(table.IsOfUser ? "your table's" : $"an estimate, on demand in {MachineTable.RegionOf(cloud)},")} of {table.DateOf(cloud):yyyy-MM-dd}");
        if (!table.Unknown.IsEmpty) remarks.Add($"the table of prices names machines that are not known: {string.Join(", ", table.Unknown.Take(10))}");
        if (before?.Packing.WithoutRequests is > 0 and var silent) remarks.Add(Text($"{silent} pods request nothing, and count only as pods: give them requests for a count that holds"));
        MachineType[] gpuTypes = [.. table.All.Where(type => type.Cloud == cloud && type is { Architecture: "arm64", Gpus: > 0, PricePerHour: not null } && options.Offer?.Has(type.Name) != false)];
        var gpus = moving.Length == 0 || gpuTypes.Length == 0 ? null
            : Capacity.Options(Demands(moving), Daemons(pods), gpuTypes, most: 1, cancellationToken).FirstOrDefault(option => option.Packing.TooLarge.IsEmpty);
        if (gpus is not null) remarks.Add(Text($"pods that ask for GPUs are counted apart: {moving.Length} {(moving.Length == 1 ? "workload" : "workloads")} on {gpus.Type.Name}, {gpus.Packing.Nodes} of them"));
        if (withGpu.Length > moving.Length) remarks.Add(Text($"{withGpu.Length - moving.Length} {(withGpu.Length - moving.Length == 1 ? "workload asks" : "workloads ask")} for GPUs and stay where they are; those machines are not counted here"));
        foreach (var option in new[] { before, moved, stays }.OfType<CapacityOption>()) remarks.AddRange(Doubts(option));
        return new()
        {
            Before = before,
            Arm = moved,
            X86 = stays,
            ArmGpu = gpus,
            GpuTaints = gpus is null || moving.Any(one => one.Pods!.Class.Pod.IsKeptOffBy(OfGpus)) ? [] : [OfGpus],
            Remarks = [.. remarks.Distinct()],
            Currency = table.Currency,
        };
    }

    private static IEnumerable<string> Doubts(CapacityOption option)
    {
        foreach (var large in option.Packing.TooLarge.Take(5)) yield return $"{large.Workload} asks for more than a {option.Type.Name} has";
        if (!option.Packing.Exhausted.IsEmpty) yield return $"DaemonSets alone ask for more {string.Join(", ", option.Packing.Exhausted)} than a {option.Type.Name} has";
    }

    // The types that were asked for, or those of the machines that there are, or all of a fair size.
    private static (MachineType[] Amd, MachineType[] Arm) Candidates(Cloud cloud, IEnumerable<Node> nodes, PlanOptions options, MachineTable table, List<string> remarks)
    {
        var asked = options.MachineTypes.Select(name => table.Find(name) ?? throw new PlanException($"the table of machines does not know '{name}'; name one like {Example(cloud)}")).ToArray();
        if (asked.FirstOrDefault(type => type.Cloud != cloud) is { } foreign) throw new PlanException($"{foreign.Name} is no machine of the cloud that is planned for");
        MachineType[] fair = [.. table.All.Where(type => type.Cloud == cloud && type.PricePerHour is not null && type.Processors is >= FewestProcessors and <= MostProcessors && !type.IsBurstable && type.Gpus == 0)];
        var there = nodes.Select(node => node.Labels.GetValueOrDefault("node.kubernetes.io/instance-type")).OfType<string>().CountBy(name => name)
            .OrderByDescending(one => one.Value).Select(one => table.Find(one.Key)).OfType<MachineType>().Where(type => type.Architecture == "amd64").Where(type => type.Gpus == 0).Take(1).ToArray();
        MachineType[] named = [.. asked.Where(type => type.Architecture == "amd64"), .. asked.Length == 0 ? there : []];
        MachineType[] namedArm = [.. asked.Where(type => type.Architecture == "arm64")];
        if (namedArm.Length == 0) namedArm = [.. named.Select(type => type.Counterpart).OfType<string>().Select(table.Find).OfType<MachineType>()];
        var (amd, arm) = (Chosen("amd64", named, fair), Chosen("arm64", namedArm, fair));
        if (options.Offer is not { } offer) return (amd, arm);
        if (!offer.IsKnown) remarks.Add($"which Arm types the region offers: {offer.Says}");
        var missing = arm.Where(type => offer.Has(type.Name) == false).Select(type => type.Name).ToArray();
        if (missing.Length > 0) remarks.Add($"{offer.Region} does not offer {string.Join(", ", missing.Take(10))}{(missing.Length > 10 ? Text($" and {missing.Length - 10} more") : "")}");
        return (amd, [.. arm.Where(type => offer.Has(type.Name) != false)]);
    }

    private static MachineType[] Chosen(string architecture, MachineType[] named, MachineType[] fair) =>
        named.Length > 0 ? named : [.. fair.Where(type => type.Architecture == architecture)];

    private static PodDemand[] Demands(IEnumerable<PlannedWorkload> workloads) =>
        [.. workloads.Where(one => one is { IsOfDaemon: false, Pods.Count: > 0 }).Select(one => new PodDemand(one.Pods!.Class.Pod.Requests, one.Pods.Count, one.Name))];

    private static ResourceAmounts Daemons(IEnumerable<PlannedWorkload> workloads) => workloads.Where(one => one.IsOfDaemon)
        .Aggregate(ResourceAmounts.None, (sum, one) => sum.Plus(one.Pods!.Class.Pod.Requests.With("pods", 1000)));

    private static string Example(Cloud cloud) => cloud switch
    {
        Cloud.Google => "c4a-standard-4",
        Cloud.Azure => "Standard_D4ps_v5",
        _ => "m7g.xlarge",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
