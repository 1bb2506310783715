using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>A check tells how a registry on this machine was really asked, whatever came of it.</summary>
public sealed class RegistryCheckTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task With_TLS(int status)
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var registry = await TestRegistry.StartAsync(certificate);
        if (status != 200) registry.On().Answer(status);

        var check = await CheckAsync(registry, trusts: true);

        Assert.Equal($"https://{registry.Host}/v2/", check.Address.ToString());
        Assert.Equal(status == 200, check.Refusal is null);
        Assert.All(registry.Log, request => Assert.Equal("HTTP/2", request.Protocol));
    }

    [Fact]
    public async Task With_TLS_whose_certificate_is_not_trusted()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var registry = await TestRegistry.StartAsync(certificate);

        var check = await CheckAsync(registry, trusts: false);

        Assert.Equal($"https://{registry.Host}/v2/", check.Address.ToString());
        Assert.Contains("TLS with", check.Refusal!.Message);
        Assert.Empty(registry.Log);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task Without(int status)
    {
        await using var registry = await TestRegistry.StartAsync();
        if (status != 200) registry.On().Answer(status);

        Assert.Equal($"http://{registry.Host}/v2/", (await CheckAsync(registry, trusts: true)).Address.ToString());
    }

    public void Dispose() => _authority.Dispose();

    private async Task<RegistryCheck> CheckAsync(TestRegistry registry, bool trusts)
    {
        using RegistryClient client = new(Asking.Options with { Authorities = trusts ? [_authority.Certificate] : null });
        return await client.CheckAsync(new(registry.Host, ""), TestContext.Current.CancellationToken);
    }
}
