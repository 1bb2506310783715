using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Planning;

/// <summary>Plans for public repositories, which are not in this one: ARCHWAY_PUBLIC names a folder that holds them at these commits.</summary>
public sealed class PublicPlanTests
{
    [Theory]
    [InlineData("example-voting-app", "63e9150ca17af4ed05880d4245e486481f73fcb4", "k8s-specifications", "eksctl")]
    [InlineData("microservices-demo", "34ffea9175946982c3088ed84994fe6019ad6e92", "kubernetes-manifests", "karpenter")]
    [InlineData("aks-store-demo", "7ce10c5110d6a52d3517dfb6d7a7b7b2edf2e5a5", "kustomize/base", "aks")]
    public async Task The_plan_of_a_public_repository(string repository, string commit, string folder, string nodes)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("ARCHWAY_PUBLIC") ?? "", repository);
        Assert.SkipUnless(Directory.Exists(path), $"ARCHWAY_PUBLIC names no folder that holds {repository} at {commit}");
        using ArchwayProgram archway = new() { WorkingFolder = path };

        // What the catalog knows is the same everywhere and at any time.
        var ran = await archway.RunAsync("plan", folder, "--nodes", nodes, "--cluster", "public", "--region", nodes == "aks" ? "westeurope" : "eu-west-1", "--offline", "--format", "markdown");

        Golden.Equal($"Plan.Public.{repository}", ran.ToString());
    }
}
