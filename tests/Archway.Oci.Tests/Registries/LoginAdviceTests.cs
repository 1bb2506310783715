using Archway.Oci.Registries;
using Archway.Oci.Registries.Aws;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public sealed class LoginAdviceTests
{
    [Theory]
    [InlineData("docker.io", "run docker login")]
    [InlineData("ghcr.io", "run docker login ghcr.io with a personal access token that has read:packages")]
    [InlineData("quay.io", "run docker login quay.io, with a robot account in pipelines")]
    [InlineData("public.ecr.aws",
        "run aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws")]
    [InlineData("123456789012.dkr.ecr.eu-central-1.amazonaws.com",
        "run aws ecr get-login-password --region eu-central-1 | docker login --username AWS --password-stdin 123456789012.dkr.ecr.eu-central-1.amazonaws.com")]
    [InlineData("europe-docker.pkg.dev", "run gcloud auth configure-docker europe-docker.pkg.dev")]
    [InlineData("eu.gcr.io", "run gcloud auth configure-docker eu.gcr.io")]
    [InlineData("acme.azurecr.io", "run az acr login --name acme")]
    [InlineData("registry.lan:5000", "run docker login registry.lan:5000")]
    public void Each_registry_has_its_own_way_to_log_in(string registry, string advice) => Assert.Equal(advice, LoginAdvice.For(registry));

    [Theory]
    [InlineData("acme.azurecr.io.evil.example")]
    [InlineData("evil.example;a.azurecr.io")]
    [InlineData(".azurecr.io")]
    [InlineData("gcr.io.evil.example")]
    [InlineData("notgcr.io")]
    public void A_name_that_only_resembles_one_has_the_common_way(string registry) => Assert.Equal($"run docker login {registry}", LoginAdvice.For(registry));

    [Theory]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com", "123456789012", "us-east-1", false, "amazonaws.com")]
    [InlineData("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "123456789012", "us-gov-west-1", true, "amazonaws.com")]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "123456789012", "cn-north-1", false, "amazonaws.com.cn")]
    [InlineData("123456789012.dkr-ecr.eu-west-1.on.aws", "123456789012", "eu-west-1", false, "on.aws")]
    public void An_ecr_registry_is_told_by_its_whole_name(string host, string account, string region, bool isFips, string suffix) =>
        Assert.Equal(new EcrHost(account, region, isFips, suffix), EcrHost.Find(host));

    [Theory]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example")]
    [InlineData("evil.example/123456789012.dkr.ecr.us-east-1.amazonaws.com")]
    [InlineData("x123456789012.dkr.ecr.us-east-1.amazonaws.com")]
    [InlineData("12345678901.dkr.ecr.us-east-1.amazonaws.com")]
    [InlineData("123456789012.dkr.ecr.us-east-1.evil.amazonaws.com")]
    [InlineData("123456789012.dkr.ecr.us-east-1xamazonaws.com")]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com:443")]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com\n")]
    [InlineData("123456789012.dkr.ecr.s3.amazonaws.com")]
    public void A_name_that_only_resembles_ecr_is_none(string host) => Assert.Null(EcrHost.Find(host));
}
