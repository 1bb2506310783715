using Xunit;

namespace Archway.Cli.Tests.Aws;

/// <summary><c>archway scan ecr:ACCOUNT/REGION</c>: what a registry of Amazon ECR keeps.</summary>
public sealed class EcrScanTests
{
    private const string Target = "ecr:123456789012/eu-central-1";
    private const string Host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData(Target)]
    [InlineData("ecr:123456789012")]
    public async Task Of_each_repository_the_newest_image_that_has_a_tag_is_told(string target)
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.Ecr.PutImage("acme/cart", "1.0", Now.AddDays(-90)).PutImage("acme/cart", "1.2,latest", Now.AddDays(-1)).PutImage("acme/cart", "", Now).PutImage("acme/cart", "1.1", Now.AddDays(-40))
            .PutImage("web", "latest", Now.AddDays(-400)).Put("empty");

        var report = await scene.ScanJsonAsync(target);

        Assert.Equal([$"{Target}/acme/cart {Host}/acme/cart:1.2", $"{Target}/web {Host}/web:latest"], AwsScene.Places(report));
        Assert.Equal((3, 4, 2), Looked(report));
        Assert.Equal("ecr:image", report.GetProperty("occurrences")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Images_that_were_pulled_of_late_are_told_as_well_within_bounds()
    {
        await using var scene = await AwsScene.StartAsync();
        for (var i = 0; i < 30; i++) scene.Aws.Ecr.PutImage("busy", $"b{i:00}", Now.AddDays(-i), Pulled(Now.AddDays(-2)));
        scene.Aws.Ecr.PutImage("calm", "new", Now.AddDays(-1)).PutImage("calm", "used", Now.AddDays(-60), Pulled(Now.AddDays(-29))).PutImage("calm", "left", Now.AddDays(-50), Pulled(Now.AddDays(-31)));

        var report = await scene.ScanJsonAsync(Target);

        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => $"{Host}/busy:b{i:00}"), $"{Host}/calm:new", $"{Host}/calm:used"],
            AwsScene.Places(report).Select(place => place.Split(' ')[1]).Order(StringComparer.Ordinal));
        Assert.Equal((2, 33, 21), Looked(report));
        Assert.Contains("Looked at 2 ECR repositories with 33 tagged images, 21 of them left out: ", (await scene.ScanAsync(Target)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_signatures_and_other_artifacts_are_no_images()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.Ecr.PutImage("cart", "1", Now.AddDays(-9), """{"artifactMediaType": "application/vnd.docker.container.image.v1+json"}""")
            .PutImage("cart", $"sha256-{new string('a', 64)}.sig", Now).PutImage("chart", "0.1.0", Now, """{"artifactMediaType": "application/vnd.cncf.helm.config.v1+json"}""");

        Assert.Equal([$"{Host}/cart:1"], AwsScene.Places(await scene.ScanJsonAsync(Target)).Select(place => place.Split(' ')[1]));
    }

    [Fact]
    public async Task Pages_are_followed()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.PageSize = 3;
        for (var i = 0; i < 10; i++) scene.Aws.Ecr.PutImage("one", $"{i}", Now.AddDays(-i)).PutImage($"r{i}", "1", Now);

        Assert.Equal((11, 20, 9), Looked(await scene.ScanJsonAsync(Target)));
        Assert.All(scene.Aws.Log, asked => Assert.Equal("123456789012", asked.Asked["registryId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_repository_that_may_not_be_read_hides_no_other()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.Ecr.PutImage("one", "1", Now).PutImage("two", "1", Now);
        scene.Aws.On("ecr:DescribeImages", "AccessDeniedException", "no");

        var report = await scene.ScanJsonAsync(Target);

        Assert.Single(AwsScene.Places(report));
        Assert.Contains("may not (AccessDeniedException); it takes the permission ecr:DescribeImages", Assert.Single(scene.Unread(report)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Target, "the registry of 123456789012 in eu-central-1 has no repository; for another region write ecr:123456789012/REGION")]
    [InlineData("ecr:210987654321/eu-central-1", "cannot list the repositories of 210987654321 in eu-central-1: there is none (RepositoryNotFoundException)")]
    [InlineData("ecr:prod", "names no registry of Amazon ECR; write ecr:ACCOUNT/REGION, such as ecr:123456789012/eu-central-1")]
    [InlineData("ecr:public/us-east-1", "names no registry of Amazon ECR")]
    public async Task A_registry_that_has_nothing_or_is_not_there_is_said(string target, string message)
    {
        await using var scene = await AwsScene.StartAsync();

        var ran = await scene.ScanAsync(target);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    private static string Pulled(DateTimeOffset at) => $$"""{"lastRecordedPullTime": {{at.ToUnixTimeSeconds()}}.5}""";

    private static (int, int, int) Looked(System.Text.Json.JsonElement report)
    {
        var looked = report.GetProperty("looked");
        return (looked.GetProperty("ecrRepositories").GetInt32(), looked.GetProperty("ecrImages").GetInt32(), looked.GetProperty("ecrLeftOut").GetInt32());
    }
}
