using Archway.Planning.Machines;
using Xunit;

namespace Archway.Core.Tests.Planning.Machines;

public class MachineTableTests
{
    private static MachineTable Table => MachineTable.Embedded;

    [Fact]
    public void Each_machine_has_a_shape_and_leaves_something_for_pods()
    {
        Assert.True(Table.All.Length > 400, $"there are {Table.All.Length}");
        Assert.All(Table.All, type =>
        {
            Assert.Contains(type.Architecture, (string[])["amd64", "arm64"]);
            Assert.InRange(type.MemoryMiB, type.Processors * 256L, type.Processors * 16 * 1024L);
            Assert.InRange(type.MostPods, 4, 250);
            Assert.InRange(type.Allocatable.Find("cpu")!.Value, type.Processors * 870, (type.Processors * 1_000) - 1);
            Assert.InRange(type.Allocatable.Find("memory")!.Value, 10L << 20, (type.MemoryMiB << 20) - 1);
            Assert.Equal(type.MostPods, type.Allocatable.Find("pods"));
        });
        Assert.Equal(Table.All.Length, Table.All.Select(type => type.Name).Distinct().Count());
    }

    [Fact]
    public void An_x86_machine_has_a_counterpart_of_its_shape_or_none()
    {
        var x86 = Table.All.Where(type => type.Architecture == "amd64").ToArray();

        Assert.All(x86.Where(type => type.Counterpart is not null), type =>
        {
            var arm = Table.Find(type.Counterpart!);
            Assert.NotNull(arm);
            Assert.Equal(("arm64", type.Cloud, type.Processors), (arm.Architecture, arm.Cloud, arm.Processors));
            Assert.True(arm.MemoryMiB >= type.MemoryMiB);
        });
        Assert.All(Table.All.Where(type => type.Architecture == "arm64"), type => Assert.Null(type.Counterpart));
        Assert.Equal("m7g.xlarge", Table.Find("m5.xlarge")!.Counterpart);
        Assert.Equal("c4a-highmem-8", Table.Find("n2-highmem-8")!.Counterpart);
        Assert.Equal("Standard_D4ps_v5", Table.Find("Standard_D4as_v5")!.Counterpart);
        // No Graviton machine has 36 processors, and the Arm one of this name has 208 GiB where this has 256.
        Assert.Null(Table.Find("c5.9xlarge")!.Counterpart);
        Assert.Null(Table.Find("Standard_E32s_v5")!.Counterpart);
    }

    [Fact]
    public void The_arm_machine_of_a_shape_costs_less_than_the_x86_one()
    {
        var pairs = Table.All.Where(type => type is { Counterpart: not null, PricePerHour: not null } && Table.Find(type.Counterpart)!.PricePerHour is not null).ToArray();

        Assert.True(pairs.Length > 150, $"there are {pairs.Length}");
        // e2 and n2d share processors or are of the generation before, and c4a-highcpu has twice the memory of other highcpu machines.
        Assert.All(pairs.Where(type => !type.Name.StartsWith("e2-", StringComparison.Ordinal) && !type.Name.StartsWith("n2d-", StringComparison.Ordinal)
            && !type.Name.StartsWith("n2-highcpu", StringComparison.Ordinal) && !type.Name.StartsWith("c5a.", StringComparison.Ordinal)
            && !type.Name.StartsWith("r5a.", StringComparison.Ordinal) && !type.Name.StartsWith("m5a.", StringComparison.Ordinal)),
            type => Assert.True(Table.Find(type.Counterpart!)!.PricePerHour <= type.PricePerHour * 1.01m, type.Name));
    }

    /// <summary>What Karpenter's reference of instance types says of AL2023, with its own reading of EC2.</summary>
    [Theory]
    [InlineData("t3.nano", 1930, 74)]
    [InlineData("t4g.small", 1930, 1359)]
    [InlineData("r8g.medium", 940, 7075)]
    [InlineData("m7g.large", 1930, 6844)]
    [InlineData("m5.xlarge", 3920, 14162)]
    [InlineData("c6i.4xlarge", 15890, 27381)]
    [InlineData("m6a.8xlarge", 31850, 118312)]
    [InlineData("c5.9xlarge", 35840, 65269)]
    [InlineData("r7g.12xlarge", 47810, 360736)]
    [InlineData("m7i.48xlarge", 191450, 718987)]
    public void A_node_of_eks_leaves_what_karpenter_says(string name, long cpu, long mebibytes)
    {
        var left = Table.Find(name)!.Allocatable;

        Assert.Equal((cpu, mebibytes << 20), (left.Find("cpu"), left.Find("memory")));
    }

    /// <summary>By hand, from the pages that <see cref="NodeReserve"/> names.</summary>
    [Theory]
    [InlineData("e2-standard-4", 3920)]
    [InlineData("Standard_D4s_v5", 3860)]
    [InlineData("Standard_D16s_v5", 15740)]
    [InlineData("Standard_D64s_v5", 63260)]
    public void A_node_of_another_cloud_leaves_what_its_pages_say(string name, long cpu) => Assert.Equal(cpu, Table.Find(name)!.Allocatable.Find("cpu"));

    [Fact]
    public void The_memory_of_aks_is_that_of_a_quarter_or_of_its_pods()
    {
        Assert.Equal(8192 - 615 - 2048 - 100, Table.Find("Standard_D2s_v5")!.Allocatable.Find("memory") >> 20);
        Assert.Equal(65536 - 4916 - 5050 - 100, Table.Find("Standard_D16s_v5")!.Allocatable.Find("memory") >> 20);
    }

    [Fact]
    public void A_cloud_says_of_which_region_and_day_its_prices_are()
    {
        Assert.Equal(["us-east-1", "us-central1", "eastus"], Enum.GetValues<Cloud>().Select(MachineTable.RegionOf));
        Assert.Equal(new DateOnly(2026, 7, 20), Table.DateOf(Cloud.Aws));
        Assert.Equal(Enum.GetValues<Cloud>().Min(Table.DateOf), Table.Date);
        Assert.Equal((0.0816m, "USD", false), (Table.Find("m7g.large")!.PricePerHour, Table.Currency, Table.IsOfUser));
        Assert.Equal((110, 234, 250), (Table.Find("m7g.4xlarge")!.MostPods, Table.Find("m7g.12xlarge")!.MostPods, Table.Find("m7g.16xlarge")!.MostPods));
        Assert.Null(Table.Find("m5.enormous"));
    }

    [Fact]
    public void A_region_is_known_to_offer_a_machine_not_to_offer_it_or_not_known()
    {
        var europe = MachineTable.OfferIn(Cloud.Google, "europe-west4");
        var hongKong = MachineTable.OfferIn(Cloud.Google, "asia-east2");
        var nowhere = MachineTable.OfferIn(Cloud.Azure, "atlantis\u001b[31m");
        var amazon = MachineTable.OfferIn(Cloud.Aws, "eu-central-1");

        Assert.Equal((true, true), (europe.Has("c4a-standard-4"), europe.Has("t2a-standard-4")));
        Assert.Equal((true, false), (hongKong.IsKnown, hongKong.Has("c4a-standard-4")));
        Assert.Equal((true, false), (MachineTable.OfferIn(Cloud.Azure, "eastus").Has("Standard_D4ps_v6"), MachineTable.OfferIn(Cloud.Azure, "southindia").Has("Standard_D4ps_v5")));
        Assert.Equal((false, null), (nowhere.IsKnown, nowhere.Has("Standard_D4ps_v5")));
        Assert.DoesNotContain('\u001b', nowhere.Says);
        Assert.Equal((false, "not known for eu-central-1: ask ec2-instance-selector -a arm64 -r eu-central-1"), (amazon.IsKnown, amazon.Says));
    }
}
