using System.Text.Json;
using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Placing;

/// <summary>The shapes of images and pods that others of the trade get wrong, before the distribution project's own registry.</summary>
public sealed class ShapeTests
{
    private const string Nodes = """
        groups:
          - {name: amd, labels: {kubernetes.io/arch: amd64, beta.kubernetes.io/arch: amd64, kubernetes.io/os: linux, zone: az1}, count: 1}
          - {name: arm, labels: {kubernetes.io/arch: arm64, beta.kubernetes.io/arch: arm64, kubernetes.io/os: linux, zone: az2}, count: 1}

        """;

    private const string TwoTerms = "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ["
        + "{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [amd64]}]}, {matchExpressions: [{key: zone, operator: In, values: [az2]}]}]}}}";

    [Theory]
    [InlineData("attested", "", "amd64, arm64", "amd-1 arm-1", "")]
    [InlineData("single-oci", "", "arm64", "amd-1 arm-1", "amd-1")]
    [InlineData("single-docker", "", "arm64", "amd-1 arm-1", "amd-1")]
    [InlineData("arm-index", "", "arm64", "amd-1 arm-1", "amd-1")]
    [InlineData("windows", "", "amd64", "amd-1 arm-1", "arm-1")]
    [InlineData("undeclared", "", "amd64, arm64", "amd-1 arm-1", "")]
    [InlineData("arm-index", "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [az2]}]}]}}}", "arm64", "arm-1", "")]
    [InlineData("attested", "nodeSelector: {beta.kubernetes.io/arch: arm64}", null, "arm-1", "")]
    [InlineData("gone", "", null, "amd-1 arm-1", "")]
    [InlineData("moved@arm64", "", "arm64", "amd-1 arm-1", "amd-1")]
    [InlineData("amd-index", TwoTerms, "amd64", "amd-1 arm-1", "arm-1")]
    public async Task A_shape_is_placed_and_simulated_right(string image, string constraint, string? architectures, string fits, string crashes)
    {
        await using var registry = await FillAsync();
        using TempFolder folder = new();
        folder.With("nodes.yaml", Nodes).With("pod.yaml", Pod(Named(registry, image), constraint));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var simulated = await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "pod.yaml", "--format", "json");
        var placed = await archway.RunAsync("place", "pod.yaml", "--write");

        Assert.Equal((0, 0), (simulated.ExitCode, placed.ExitCode));
        var pod = simulated.Json().GetProperty("pods")[0];
        Assert.Equal(fits, Words(pod, "fits"));
        Assert.Equal(crashes, Words(pod, "crashes"));
        var text = await File.ReadAllTextAsync(Path.Combine(folder.Path, "pod.yaml"), TestContext.Current.CancellationToken);
        if (architectures is null) Assert.DoesNotContain("\"In\", \"values\"", text, StringComparison.Ordinal);
        if (architectures is null) Assert.DoesNotContain("values: [a", text, StringComparison.Ordinal);
        else Assert.Contains(architectures, text.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("# the pod's own words", text, StringComparison.Ordinal);

        var again = await archway.RunAsync("place", "pod.yaml");
        Assert.Empty(again.Output);
        var after = (await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "pod.yaml", "--format", "json")).Json().GetProperty("pods")[0];
        Assert.Equal("", Words(after, "crashes"));
    }

    [Fact]
    public async Task Each_of_two_terms_is_asked_for_by_itself()
    {
        await using var registry = await FillAsync();
        using TempFolder folder = new();
        folder.With("pod.yaml", Pod($"{registry.Host}/team/amd-index:1", """
            affinity:
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                      - matchExpressions:
                          - {key: kubernetes.io/arch, operator: In, values: [amd64]}
                      - matchExpressions:
                          - key: zone   # where the disks are
                            operator: In
                            values: [az2]
            """));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var placed = await archway.RunAsync("place", "pod.yaml", "--write");

        Assert.Equal(0, placed.ExitCode);
        var text = await File.ReadAllTextAsync(Path.Combine(folder.Path, "pod.yaml"), TestContext.Current.CancellationToken);
        Assert.Contains("""
                      - matchExpressions:
                          - {key: kubernetes.io/arch, operator: In, values: [amd64]}
                      - matchExpressions:
                          - key: kubernetes.io/arch
                            operator: In
                            values: [amd64]
                          - key: zone   # where the disks are
            """, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_architecture_in_common_is_said_with_every_image()
    {
        await using var registry = await FillAsync();
        using ArchwayProgram archway = new() { Input = $"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{initContainers: [{{name: i, image: \"{registry.Host}/team/arm-index:1\"}}], containers: [{{name: c, image: \"{registry.Host}/team/amd-index:1\"}}]}}}}\n# end\n" };

        var placed = await archway.RunAsync("place");

        Assert.Equal(archway.Input, placed.Output);
        Assert.Contains("team/arm-index:1 has linux/arm64", placed.Error, StringComparison.Ordinal);
        Assert.Contains("team/amd-index:1 has linux/amd64", placed.Error, StringComparison.Ordinal);

        var pod = (await SimulateAsync(archway.Input)).Json().GetProperty("pods")[0];
        Assert.Equal(("crashes", "amd-1 arm-1"), (pod.GetProperty("outcome").GetString(), Words(pod, "crashes")));
    }

    [Fact]
    public async Task A_registry_that_refuses_the_connection_makes_no_yes_and_no_change()
    {
        using ArchwayProgram archway = new() { Input = Pod("127.0.0.1:1/team/app:1", "") };

        var placed = await archway.RunAsync("place");
        var pod = (await SimulateAsync(archway.Input)).Json().GetProperty("pods")[0];

        Assert.Equal(archway.Input, placed.Output);
        Assert.Contains("left as it is", placed.Error, StringComparison.Ordinal);
        Assert.Equal(("unknown", "", "amd-1 arm-1"), (pod.GetProperty("outcome").GetString(), Words(pod, "crashes"), Words(pod, "unknown")));
    }

    [Fact]
    public async Task A_registry_that_hangs_makes_no_yes_and_no_change_and_is_waited_for_so_long()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Hang();
        using ArchwayProgram archway = new() { Input = Pod($"{registry.Host}/team/app:1", "") };

        var placed = await archway.RunAsync("place", "--give-up-after", "1");
        var pod = (await SimulateAsync(archway.Input, "--give-up-after", "1")).Json().GetProperty("pods")[0];

        Assert.Equal(archway.Input, placed.Output);
        Assert.Contains("left as it is", placed.Error, StringComparison.Ordinal);
        Assert.Equal(("unknown", "amd-1 arm-1"), (pod.GetProperty("outcome").GetString(), Words(pod, "unknown")));
    }

    [Fact]
    public async Task Labels_of_old_are_called_by_their_new_names()
    {
        await using var registry = await FillAsync();
        using ArchwayProgram archway = new() { Input = Pod($"{registry.Host}/team/attested:1", "nodeSelector: {beta.kubernetes.io/arch: arm64, disk: ssd} # where the disks are") };

        var placed = await archway.RunAsync("place");

        Assert.Equal(archway.Input.Replace("beta.kubernetes.io", "kubernetes.io", StringComparison.Ordinal), placed.Output);
        Assert.Contains("calls beta.kubernetes.io/arch kubernetes.io/arch", placed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_mounted_is_shown_and_binds_nothing()
    {
        await using var registry = await FillAsync();
        using ArchwayProgram archway = new()
        {
            Input = Pod($"{registry.Host}/team/attested:1", $"volumes: [{{name: model, image: {{reference: \"{registry.Host}/team/arm-index:1\"}}}}]"),
        };

        var placed = await archway.RunAsync("place");

        Assert.Contains("[amd64, arm64]", placed.Output, StringComparison.Ordinal);
        Assert.Contains("is only mounted, as model", placed.Error, StringComparison.Ordinal);
    }

    private static string Named(DebianRegistry registry, string image) => image.Split('@') is [var name, _]
        ? $"{registry.Host}/team/{name}:1@{Images.Index("linux/arm64").Digest}" : $"{registry.Host}/team/{image}:1";

    private static async Task<Ran> SimulateAsync(string pod, params string[] options)
    {
        using TempFolder folder = new();
        folder.With("nodes.yaml", Nodes).With("pod.yaml", pod);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        return await archway.RunAsync(["simulate", "--nodes", "nodes.yaml", "pod.yaml", "--format", "json", .. options]);
    }

    private static string Words(JsonElement pod, string name) => string.Join(' ', pod.GetProperty(name).EnumerateArray().Select(one => one.GetString()));

    private static string Pod(string image, string constraint) => $"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: app
        spec:
          # the pod's own words
          {constraint}
          containers:
            - name: app
              image: {image}

        """;

    private static async Task<DebianRegistry> FillAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        var registry = await DebianRegistry.StartAsync(stop);
        (string Name, StoredImage Image)[] all =
        [
            ("attested", Images.Attested("linux/amd64", "linux/arm64")), ("single-oci", Images.Manifest("linux/arm64")),
            ("single-docker", Images.Manifest("linux/arm64", docker: true)), ("arm-index", Images.Index("linux/arm64")),
            ("amd-index", Images.Index("linux/amd64")), ("moved", Images.Index("linux/arm64")), ("moved", Images.Index("linux/amd64")), ("windows", Images.Index("linux/amd64", "windows/arm64")),
            ("undeclared", Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false), Images.Entry("linux/arm64", docker: false),
                (Images.Manifest("linux/arm64", seed: "bare"), Images.Manifest("linux/arm64", seed: "bare").Entry()))),
        ];
        foreach (var (name, image) in all) await registry.PushAsync($"team/{name}", "1", image, stop);
        return registry;
    }
}
