using System.Text.RegularExpressions;
using Archway.Cli.Tests.Pipelines;
using Archway.Reading.Data;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Planning;

/// <summary>The files of a plan by their structure, each read back with the rules of what reads it.</summary>
public sealed partial class PlanFilesTests
{
    private const string Tags = "k8s.io/cluster-autoscaler/node-template/";

    [Theory]
    [InlineData("eksctl", "labels")]
    [InlineData("eksctl", "taints")]
    [InlineData("cluster-autoscaler", "labels")]
    [InlineData("cluster-autoscaler", "taints")]
    public async Task Cluster_Autoscaler_reads_from_the_tags_what_the_nodes_will_be(string nodes, string strategy)
    {
        var files = await FilesAsync("--nodes", nodes, "--strategy", strategy, "--spot");

        var groups = nodes == "eksctl"
            ? Written.Documents(files["nodegroups.eksctl.yaml"])[0]["managedNodeGroups"]!.Items
                .Select(group => (Name: group["name"]!.Text!, Tags: group["tags"]!.Members.ToDictionary(tag => tag.Key.Value, tag => tag.Value.Text!)))
            : Written.Documents(files["nodegroups.cfn.yaml"])[0]["Resources"]!.Members.Where(one => one.Value["Type"]!.Text == "AWS::AutoScaling::AutoScalingGroup")
                .Select(group => (Name: group.Key.Value.ToLowerInvariant(), Tags: group.Value["Properties"]!["Tags"]!.Items.ToDictionary(tag => tag["Key"]!.Text!, tag => tag["Value"]!.Text!)));

        var simulated = Simulated(files["nodes.yaml"]);
        Assert.Equal(simulated.Length, groups.Count());
        foreach (var (name, tags) in groups)
        {
            var (_, architecture, taints) = simulated.Single(one => one.Name.Replace("-", "", StringComparison.Ordinal) == name.Replace("-", "", StringComparison.Ordinal));
            Assert.Equal(architecture, tags[$"{Tags}label/kubernetes.io/arch"]);
            var told = tags.Where(tag => tag.Key.StartsWith($"{Tags}taint/", StringComparison.Ordinal))
                .Select(tag => (Key: tag.Key[$"{Tags}taint/".Length..], Match: TaintTag().Match(tag.Value), tag.Value)).ToArray();
            Assert.All(told, tag => Assert.True(tag.Match.Success, tag.Value));
            Assert.Equal(taints, told.Select(tag => $"{tag.Key}={tag.Value}"));
            Assert.Equal("true", tags["k8s.io/cluster-autoscaler/enabled"]);
            Assert.Equal("owned", tags["k8s.io/cluster-autoscaler/shop"]);
        }
    }

    [Fact]
    public async Task What_a_tag_says_of_a_group_of_ones_own_its_kubelet_makes_true()
    {
        var resources = Written.Documents((await FilesAsync("--nodes", "cluster-autoscaler", "--strategy", "taints"))["nodegroups.cfn.yaml"])[0]["Resources"]!;

        var data = resources["Arm64Template"]!["Properties"]!["LaunchTemplateData"]!["UserData"]!["Fn::Base64"]!.Text!;
        var flags = Written.Documents(data)[0]["spec"]!["kubelet"]!["flags"]!.Items.Select(flag => flag.Text);

        Assert.Equal(["--register-with-taints=kubernetes.io/arch=arm64:NoSchedule"], flags);
        Assert.Empty(Written.Documents(resources["Amd64Template"]!["Properties"]!["LaunchTemplateData"]!["UserData"]!["Fn::Base64"]!.Text!)[0]["spec"]!["kubelet"]!["flags"]!.Items);
    }

    [Fact]
    public async Task Managed_taints_have_values_and_machines_their_AMI_said_outright()
    {
        var groups = Written.Documents((await FilesAsync("--nodes", "eks", "--strategy", "taints", "--taint", "arm:NoExecute"))["nodegroups.cfn.yaml"])[0]["Resources"]!;

        Assert.Equal("AL2023_ARM_64_STANDARD", groups["Arm64"]!["Properties"]!["AmiType"]!.Text);
        Assert.Equal("AL2023_x86_64_STANDARD", groups["Amd64"]!["Properties"]!["AmiType"]!.Text);
        var taint = groups["Arm64"]!["Properties"]!["Taints"]!.Items.Single();
        Assert.Equal(("arm", "true", "NO_EXECUTE"), (taint["Key"]!.Text, taint["Value"]!.Text, taint["Effect"]!.Text));
        Assert.Empty(groups["Amd64"]!["Properties"]!["Taints"]!.Items);
    }

    [Theory]
    [InlineData("eks")]
    [InlineData("cluster-autoscaler")]
    [InlineData("ecs")]
    public async Task Every_name_that_a_template_refers_to_is_there_and_each_is_referred_to(string nodes)
    {
        var files = await FilesAsync("--nodes", nodes, "--strategy", "labels", "--spot");
        var template = Written.Documents(files[nodes == "ecs" ? "capacity.cfn.yaml" : "nodegroups.cfn.yaml"])[0];
        var parameters = template["Parameters"]!.Members.Select(member => member.Key.Value).ToHashSet();

        var named = References(template["Resources"]!).ToHashSet();

        Assert.All(named, name => Assert.Contains(name, parameters.Concat(template["Resources"]!.Members.Select(member => member.Key.Value))));
        Assert.All(parameters, name => Assert.Contains(name, named));
    }

    [Fact]
    public async Task The_Arm_pool_of_Karpenter_is_looked_at_first_and_no_pool_makes_the_others_nodes()
    {
        var documents = Written.Documents((await FilesAsync("--nodes", "karpenter", "--strategy", "taints", "--spot"))["nodepools.karpenter.yaml"]);
        var pools = documents.Where(document => document["kind"]!.Text == "NodePool").ToDictionary(pool => pool["metadata"]!["name"]!.Text!);

        Assert.True(int.Parse(pools["arm64"]["spec"]!["weight"]!.Text!, null) > int.Parse(pools["amd64"]["spec"]!["weight"]!.Text!, null));
        foreach (var (name, pool) in pools)
            Assert.Equal([name], pool["spec"]!["template"]!["spec"]!["requirements"]!.Items.Single(one => one["key"]!.Text == "kubernetes.io/arch")["values"]!.Items.Select(one => one.Text));
        Assert.Equal("EC2NodeClass", documents[0]["kind"]!.Text);
    }

    [Fact]
    public async Task Karpenter_knows_every_member_of_its_pools()
    {
        var modules = Path.Combine(Repository.Root, "artifacts/tools/node_modules");
        Assert.SkipUnless(Directory.Exists(Path.Combine(modules, "@kubernetes-models/karpenter")), "the schemas from npm are not installed; dotnet run build.cs -- test installs them where there is npm");
        using TempFolder folder = new TempFolder().With("pools.yaml", (await FilesAsync("--nodes", "karpenter", "--strategy", "taints", "--spot"))["nodepools.karpenter.yaml"]);

        var said = await Installed.RunAsync("node", "nodejs", Path.Combine(Repository.Root, "tests/Archway.Cli.Tests/Deploying/validate.mjs"), modules, Path.Combine(folder.Path, "pools.yaml"));

        Assert.Equal("3 checked\n", said);
    }

    [Theory]
    [InlineData("gke", "node-pools.sh")]
    [InlineData("aks", "node-pools.sh")]
    [InlineData("cluster-autoscaler", "tag-existing-groups.sh")]
    public async Task Scripts_are_clean(string nodes, string script)
    {
        using TempFolder folder = new TempFolder().With(script, (await FilesAsync("--nodes", nodes, "--strategy", "taints", "--taint", "arm=true:NoSchedule", "--spot"))[script]);

        Assert.Empty(await Installed.RunAsync("shellcheck", "shellcheck", Path.Combine(folder.Path, script)));
    }

    [Fact]
    public async Task Machines_that_join_by_kubeadm_register_with_the_taint()
    {
        var files = await FilesAsync("--nodes", "kubeadm", "--strategy", "taints");

        var joins = files.Where(file => file.Key.StartsWith("join-", StringComparison.Ordinal)).ToDictionary(file => file.Key, file => Written.Documents(file.Value)[0]["nodeRegistration"]!["taints"]!.Items);

        Assert.Equal("arm64", joins["join-arm64.yaml"].Single()["value"]!.Text);
        // No list at all would give it the control plane's.
        Assert.Empty(joins["join-amd64.yaml"]);
    }

    [Fact]
    public async Task Spot_machines_are_of_several_types_beside_others_that_are_not()
    {
        var groups = Written.Documents((await FilesAsync("--nodes", "eksctl", "--strategy", "labels", "--spot"))["nodegroups.eksctl.yaml"])[0]["managedNodeGroups"]!.Items.ToDictionary(group => group["name"]!.Text!);

        Assert.Equal(["arm64-spot", "arm64-on-demand", "amd64"], groups.Keys);
        Assert.Equal(("true", "false"), (groups["arm64-spot"]["spot"]!.Text, groups["arm64-on-demand"]["spot"]!.Text));
        Assert.True(groups["arm64-spot"]["instanceTypes"]!.Items.Length > 1);
        Assert.True(groups["arm64-spot"]["propagateASGTags"]!.Text == "true");
    }

    private static (string Name, string Architecture, string[] Taints)[] Simulated(string nodes) =>
        [.. Written.Documents(nodes)[0]["groups"]!.Items.Select(group => (group["name"]!.Text!, group["labels"]!["kubernetes.io/arch"]!.Text!, group["taints"]!.Items.Select(taint => taint.Text!).ToArray()))];

    private static async Task<Dictionary<string, string>> FilesAsync(params string[] arguments)
    {
        await using var scene = await PlanScene.StartAsync(hasUnknown: false);
        var ran = await scene.PlanAsync(["--cluster", "shop", "--region", "eu-west-1", "--out", "plan", .. arguments]);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return Directory.EnumerateFiles(Path.Combine(scene.Folder, "plan")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
    }

    private static IEnumerable<string> References(DataNode node) => (node.Tag switch
    {
        "!Ref" => [node.Text!],
        "!GetAtt" => [node.Text!.Split('.')[0]],
        "!Sub" => Substituted().Matches(node.Text!).Select(match => match.Groups[1].Value.Split('.')[0]),
        _ => (IEnumerable<string>)[],
    }).Concat(node.Members.SelectMany(member => References(member.Value))).Concat(node.Items.SelectMany(References));

    // As Cluster Autoscaler reads a taint's tag.
    [GeneratedRegex("(.*):(?:NoSchedule|NoExecute|PreferNoSchedule)")]
    private static partial Regex TaintTag();

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Substituted();
}
