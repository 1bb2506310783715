using System.Diagnostics;
using Xunit;

namespace Archway.Cli.Tests.Aws;

/// <summary>AWS's own client for Python before the same stand-in: both list the same, and both are refused for the same reason.</summary>
public sealed class BotocoreTests
{
    // What archway reads, asked for as its users would in Python.
    private const string Listing = """
        import botocore.session, botocore.exceptions, sys
        session = botocore.session.get_session()
        ecs, ecr = session.create_client("ecs"), session.create_client("ecr")
        def pages(client, action, member, **more):
            return [item for page in client.get_paginator(action).paginate(**more) for item in page[member]]
        try:
            for cluster in pages(ecs, "list_clusters", "clusterArns"):
                arns = pages(ecs, "list_services", "serviceArns", cluster=cluster)
                for at in range(0, len(arns), 10):
                    for service in ecs.describe_services(cluster=cluster, services=arns[at:at + 10])["services"]:
                        definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
                        for container in definition["containerDefinitions"]:
                            print("ecs:eu-central-1/%s/%s %s %s" % (cluster.split("/")[-1], service["serviceName"], container["name"], container["image"]))
            for repository in pages(ecr, "describe_repositories", "repositories", registryId="123456789012"):
                newest = max(pages(ecr, "describe_images", "imageDetails", registryId="123456789012", repositoryName=repository["repositoryName"], filter={"tagStatus": "TAGGED"}), key=lambda image: image["imagePushedAt"])
                print("ecr:123456789012/eu-central-1/%s %s:%s" % (repository["repositoryName"], repository["repositoryUri"], newest["imageTags"][0]))
        except botocore.exceptions.ClientError as refused:
            print(refused.response["Error"]["Code"])
        """;

    [Fact]
    public async Task Both_list_the_same()
    {
        await using var scene = await StartAsync();

        string[] own = [.. AwsScene.Places(await scene.ScanJsonAsync()), .. AwsScene.Places(await scene.ScanJsonAsync("ecr:123456789012/eu-central-1"))];

        Assert.Equal(28, own.Length);
        Assert.Equal(own.Order(StringComparer.Ordinal), (await ListAsync(scene)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Both_are_refused_for_another_secret()
    {
        await using var scene = await StartAsync();
        scene.Archway.With("AWS_SECRET_ACCESS_KEY", "another-secret");

        Assert.Contains("(InvalidSignatureException)", (await scene.ScanAsync()).Error, StringComparison.Ordinal);
        Assert.Equal(["InvalidSignatureException"], await ListAsync(scene));
    }

    private static async Task<AwsScene> StartAsync()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ARCHWAY_BOTOCORE") is { Length: > 0 }, "ARCHWAY_BOTOCORE does not say where AWS's client for Python lies");
        var scene = await AwsScene.StartAsync();
        scene.Aws.PageSize = 7;
        for (var i = 0; i < 25; i++) scene.Put($"s{i:00}", $"acme/s{i:00}:1", cluster: i % 2 == 0 ? "prod" : "bank");
        for (var i = 0; i < 30; i++) scene.Aws.Ecr.PutImage($"r{i % 3}", $"{i:00}", TimeProvider.System.GetUtcNow().AddDays(i - 60));
        return scene;
    }

    private static async Task<string[]> ListAsync(AwsScene scene)
    {
        ProcessStartInfo start = new("python3", ["-c", Listing]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = Environment.GetEnvironmentVariable("ARCHWAY_BOTOCORE");
        foreach (var name in (string[])["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) start.Environment[name] = scene.Archway.Variable(name);
        start.Environment["AWS_DEFAULT_REGION"] = scene.Archway.Variable("AWS_REGION");
        // Before 1.31 it knows no AWS_ENDPOINT_URL.
        start.ArgumentList[1] = Listing.Replace("create_client(\"ecs\")", $"create_client(\"ecs\", endpoint_url=\"{scene.Aws.Address}\")", StringComparison.Ordinal)
            .Replace("create_client(\"ecr\")", $"create_client(\"ecr\", endpoint_url=\"{scene.Aws.Address}\")", StringComparison.Ordinal);
        using var python = Process.Start(start)!;
        var (output, error) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
