using System.Collections.Immutable;
using Archway.Placing.Scheduling;
using Archway.Planning.Machines;
using Archway.Planning.Packing;
using Xunit;
using static Archway.Core.Tests.Planning.Packing.Fleets;

namespace Archway.Core.Tests.Planning.Packing;

public class CapacityTests
{
    private static readonly ResourceAmounts PerNode = Amounts(("cpu", 250), ("memory", 300L << 20), ("pods", 4));

    [Fact]
    public void The_cheapest_machine_comes_first_and_none_that_was_left_out_is_cheaper()
    {
        var candidates = MachineTable.Embedded.All.Where(type => type is { Cloud: Cloud.Aws, Architecture: "arm64" }).ToArray();
        PodDemand[] pods = [new(Amounts(("cpu", 500), ("memory", 2L << 30)), 40, "shop"), new(Amounts(("cpu", 1_500), ("memory", 1L << 30)), 25, "search"), new(ResourceAmounts.None, 30, "idle")];

        var options = Options(pods, candidates, 3);

        var all = candidates.Select(type => (type.Name, Packing: NodePacking.Pack(pods, type.Allocatable, PerNode, TestContext.Current.CancellationToken), type.PricePerHour))
            .Where(one => one.Packing.TooLarge.IsEmpty).Select(one => (one.Name, Cost: one.Packing.Nodes * one.PricePerHour!.Value, one.Packing.Nodes))
            .OrderBy(one => one.Cost).ThenBy(one => one.Nodes).ThenBy(one => one.Name, StringComparer.Ordinal).Take(3);
        Assert.Equal(all.Select(one => (one.Name, (decimal?)one.Cost)), options.Select(option => (option.Type.Name, option.PricePerHour)));
    }

    [Fact]
    public void A_machine_that_holds_fewer_of_the_pods_comes_after_all_others_and_one_without_a_price_after_those_with_one()
    {
        PodDemand[] pods = [new(Amounts(("cpu", 6_000)), 1, "large"), new(Amounts(("cpu", 100)), 5, "small")];
        MachineType small = Machine("small", 2, 0.01m), large = Machine("large", 8, 9m), free = Machine("unpriced", 8, null);

        var options = Options(pods, [free, small, large, large], 10);

        Assert.Equal(["large", "unpriced", "small"], options.Select(option => option.Type.Name));
        Assert.Equal([9m, null, 0.01m], options.Select(option => option.PricePerHour));
        Assert.Equal(["large"], options[2].Packing.TooLarge.Select(one => one.Workload));
    }

    [Fact]
    public void The_same_candidates_in_another_order_give_the_same_options()
    {
        var candidates = MachineTable.Embedded.All.Where(type => type.Cloud == Cloud.Google).ToArray();
        var pods = Of(Kinds["round numbers"], 60, Nodes[0], ResourceAmounts.None, 1);
        var options = Options(pods, candidates, 4);

        new Random(2).Shuffle(candidates);

        Assert.Equal(options.Select(Text), Options(pods, candidates, 4).Select(Text));

        static string Text(CapacityOption option) => $"{option.Type.Name} {option.Packing.Nodes} {option.PricePerHour}";
    }

    private static ImmutableArray<CapacityOption> Options(PodDemand[] pods, MachineType[] candidates, int most) =>
        Capacity.Options(pods, PerNode, candidates, most, TestContext.Current.CancellationToken);

    private static MachineType Machine(string name, int processors, decimal? price) => new()
    {
        Name = name,
        Cloud = Cloud.Aws,
        Architecture = "amd64",
        Processors = processors,
        MemoryMiB = 8192,
        MostPods = 50,
        PricePerHour = price,
        Allocatable = Amounts(("cpu", processors * 1_000), ("memory", 8L << 30), ("pods", 50)),
    };
}
