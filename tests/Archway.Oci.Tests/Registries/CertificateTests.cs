using System.Security.Cryptography.X509Certificates;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>What is said of a registry whose certificate is not the one it should be, and that it is asked nothing.</summary>
public sealed class CertificateTests : IDisposable
{
    private const string Name = "for another name";
    private const string Authority = "of no authority that is trusted here";
    private const string Age = "out of date";
    private const string Elsewhere = "ask for it by a name that its certificate holds, or have the certificate mended";
    private const string Trust = "name the certificate of its authority with --ca-file, or let this machine trust it";
    private const string Renew = "have the certificate renewed, and look at this machine's clock";

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new();

    [Fact]
    public async Task One_for_another_name_is_not_trusted_because_its_authority_is() =>
        await IsSaidAsync(_authority.Issue("other.example.com"), $"{Name}); {Elsewhere}", _authority.Certificate);

    [Fact]
    public async Task One_of_another_authority_is_not_trusted() =>
        await IsSaidAsync(_other.Issue("127.0.0.1"), $"{Authority}); {Trust}", _authority.Certificate);

    [Fact]
    public async Task Of_one_for_another_name_and_of_another_authority_both_are_said() =>
        await IsSaidAsync(_other.Issue("other.example.com"), $"{Name}, and {Authority}); {Elsewhere}; {Trust}", _authority.Certificate);

    [Fact]
    public async Task Without_authorities_of_ones_own_the_same_is_said()
    {
        await IsSaidAsync(_authority.Issue("127.0.0.1"), $"{Authority}); {Trust}");
        await IsSaidAsync(_authority.Issue("other.example.com"), $"{Name}, and {Authority}); {Elsewhere}; {Trust}");
    }

    [Fact]
    public async Task One_that_has_ended_is_not_trusted() =>
        await IsSaidAsync(_authority.Issue(TimeProvider.System.GetUtcNow().AddHours(-1), "127.0.0.1"), $"{Age}); {Renew}", _authority.Certificate);

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    private static async Task IsSaidAsync(X509Certificate2 certificate, string sentence, X509Certificate2? trusted = null)
    {
        using var shown = certificate;
        await using var registry = await TestRegistry.StartAsync(shown);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", Asking.Options with { Authorities = trusted is null ? null : [trusted] });

        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.EndsWith($": TLS with {registry.Host} failed (its certificate is {sentence}", refusal.Message);
        Assert.Empty(registry.Log);
    }
}
