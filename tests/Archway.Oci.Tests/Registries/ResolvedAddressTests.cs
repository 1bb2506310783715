using System.Net;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>What counts is the address that a name leads to when it is asked, not the name.</summary>
public sealed class ResolvedAddressTests
{
    private const string Leading = "tokens.example.com";
    private static readonly StoredImage Image = Images.Index("linux/arm64");

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("fd00:ec2::254")]
    public async Task A_name_that_leads_to_a_metadata_address_is_not_asked(string address)
    {
        var refusal = await Asking.RefusalAsync("registry.example.com/acme/api:1", Resolving(("registry.example.com", address)));

        Assert.Contains("registry.example.com is not asked: it has a link-local or metadata address", refusal.Message);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:169.254.169.254")]
    public async Task A_realm_whose_name_leads_there_is_not_asked_either(string address)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer(realm: $"https://{Leading}/token");

        var refusal = await Asking.RefusalAsync(registry.Put("acme/api", "1", Image), Resolving((Leading, address)));

        Assert.Contains($"{Leading}, the token service of {registry.Host}, is not asked: it has a link-local or metadata address", refusal.Message);
        Assert.Single(registry.Log);
    }

    [Fact]
    public async Task Nor_is_what_a_registry_leads_to()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Redirect(_ => $"http://{Leading}/blob");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", Resolving((Leading, "169.254.169.254")));

        Assert.Contains($"{Leading}, where {registry.Host} leads, is not asked: it has a link-local or metadata address", refusal.Message);
    }

    [Theory]
    [InlineData("10.0.0.8")]
    [InlineData("127.0.0.1")]
    [InlineData("fd12::8")]
    public async Task A_realm_of_a_public_registry_leads_to_no_private_address_by_name(string address)
    {
        using TestAuthority authority = new();
        await using var registry = await TestRegistry.StartAsync(authority.Issue("registry.example.com"));
        registry.WantBearer(realm: $"https://{Leading}/token");
        await using TestProxy proxy = new();
        proxy.Lead("registry.example.com", registry);

        var refusal = await Asking.RefusalAsync("registry.example.com/acme/api:1", Resolving(("registry.example.com", "192.0.2.1"), (Leading, address)) with
        {
            Proxy = ProxySettings.Of(name => name == "HTTPS_PROXY" ? proxy.Host : null),
            Authorities = [authority.Certificate],
        });

        Assert.Contains($"{Leading}, the token service of registry.example.com, is not asked: it has a private address, and a public host led there", refusal.Message);
        Assert.Equal(["registry.example.com:443"], proxy.Asked.Distinct());
    }

    [Fact]
    public async Task A_name_with_a_good_and_a_forbidden_address_is_asked_at_the_good_one()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Put("acme/api", "1", Image);
        var port = registry.Host.Split(':')[1];
        using RegistryClient client = new(Resolving(("registry.example.com", "169.254.169.254 127.0.0.1")) with
        {
            PlainHttpHosts = new HashSet<string> { $"registry.example.com:{port}" },
        });

        Assert.NotNull(await client.AskAsync($"registry.example.com:{port}/acme/api:1"));
    }

    private static RegistryClientOptions Resolving(params (string Name, string Addresses)[] names) => Asking.Options with
    {
        Resolve = (name, _) => Task.FromResult(names.Single(one => one.Name == name).Addresses.Split(' ').Select(IPAddress.Parse).ToArray()),
    };
}
