using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Pods whose images are for Arm alone, in a cluster that has both kinds of nodes.</summary>
public sealed class ArmOnlyPodTests
{
    [Fact]
    public async Task A_pod_that_selects_its_nodes_is_no_finding() =>
        Assert.Empty(await RulesAsync("nodeSelector: {kubernetes.io/arch: arm64}", "linux/amd64", "linux/arm64"));

    [Fact]
    public async Task A_toleration_does_not_keep_a_pod_off_the_others() =>
        Assert.Contains("give it the nodeSelector kubernetes.io/arch: arm64",
            Assert.Single(await RulesAsync("tolerations: [{key: arm, operator: Exists}]", "linux/amd64", "linux/arm64")), StringComparison.Ordinal);

    [Fact]
    public async Task What_is_asked_about_amd64_alone_is_told_too() => Assert.Single(await RulesAsync("hostNetwork: true", "linux/amd64"));

    private static async Task<string[]> RulesAsync(string spec, params string[] platforms)
    {
        using TempFolder folder = new();
        folder.With("pod.yaml", $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: cache}
            spec:
              {{spec}}
              containers: [{name: cache, image: "arm64v8/redis:7"}]
            """);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var ran = await archway.RunAsync(["scan", ".", "--offline", "--format", "json", .. platforms.SelectMany(platform => (string[])["--platform", platform])]);
        return [.. ran.Json().GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("rule").GetString() is "K113" or "K114")
            .Select(finding => finding.GetProperty("message").GetString()!)];
    }
}
