using Archway.Oci.Content;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public class RedirectTests
{
    private static readonly StoredImage Image = Images.Manifest("linux/arm64");

    [Fact]
    public async Task No_login_goes_to_where_a_blob_really_lies()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var storage = await TestRegistry.StartAsync();
        registry.WantBearer();
        var reference = ImageReference.Parse(registry.Put("acme/api", "1", Image));
        storage.Put("acme/api", "1", Image);
        registry.On("acme/api/blobs").Redirect(path => $"http://user:pass@{storage.Host}{path}?signature=secret");
        using RegistryClient client = new(Asking.Options);
        var manifest = (ImageManifest)(await client.AskAsync(reference.ToString()))!;

        var config = await client.Open(reference).ReadBlobAsync(manifest.Config, ImageConfig.LargestSize, TestContext.Current.CancellationToken);

        Assert.Equal(Image.Blobs[0], config.ToArray());
        var led = Assert.Single(storage.Log);
        Assert.Null(led.Authorization);
        Assert.Equal("?signature=secret", led.Query);
    }

    [Fact]
    public async Task A_relative_redirect_stays_and_keeps_its_login()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.Put("acme/api", "1", Image);
        registry.On("acme/old").Redirect(_ => "/v2/acme/api/manifests/1");
        using RegistryClient client = new(Asking.Options);
        await client.AskAsync($"{registry.Host}/acme/api:1");

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => client.AskAsync($"{registry.Host}/acme/old:1"));

        // The token is one for the old name; that it arrived is what counts.
        Assert.Equal(RegistryFault.Unauthorized, refusal.Fault);
        Assert.StartsWith("Bearer ", registry.Log[^1].Authorization);
    }

    [Fact]
    public async Task Who_fails_where_a_registry_leads_is_named_with_who_led_there()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var other = await TestRegistry.StartAsync();
        registry.On().Redirect(path => $"http://{other.Host}{path}");

        other.WantBasic("someone", "secret");
        var closed = await Asking.RefusalAsync($"{registry.Host}/acme/api:1");
        other.On().Hang();
        var silent = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", Asking.Impatient);

        Assert.Contains($"{other.Host} answered 401 Unauthorized", closed.Message);
        Assert.Contains($"; {registry.Host} leads there, and no login is carried to another host", closed.Message);
        Assert.Contains($"{other.Host}, where {registry.Host} leads, did not answer within 1 s", silent.Message);
    }

    [Fact]
    public async Task Going_in_circles_ends()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Redirect(path => path);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.Equal(RegistryFault.Malformed, refusal.Fault);
        Assert.Contains("more than 5 times", refusal.Message);
        Assert.Equal(6, registry.Log.Count);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/?x=secret")]
    [InlineData("http://[fe80::1]/x?x=secret")]
    [InlineData("file:///etc/passwd?x=secret")]
    public async Task Nothing_leads_to_a_place_that_may_not_be_asked(string target)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Redirect(_ => target);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.DoesNotContain("secret", refusal.ToString());
        Assert.True(refusal.Fault is RegistryFault.Unreachable or RegistryFault.Malformed);
    }

    [Fact]
    public async Task Where_a_public_host_leads_no_private_address_is_asked()
    {
        await using var inner = await TestRegistry.StartAsync();
        using Connections connections = new(Asking.Options);
        using HostCalls calls = new(Asking.Options, connections);
        HostCall call = new(HttpMethod.Get, new Uri($"http://{inner.Host}/v2/")) { IsLed = true };

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => calls.AskAsync(call, _ => Task.FromResult(0), TestContext.Current.CancellationToken));

        Assert.Contains("a public host led there", refusal.Message);
        Assert.Empty(inner.Log);
    }

    [Fact]
    public async Task A_private_connection_is_not_reused_for_where_a_public_host_leads()
    {
        await using var inner = await TestRegistry.StartAsync();
        using Connections connections = new(Asking.Options);
        using HostCalls calls = new(Asking.Options, connections);
        HostCall call = new(HttpMethod.Get, new Uri($"http://{inner.Host}/v2/"));
        await calls.AskAsync(call, _ => Task.FromResult(0), TestContext.Current.CancellationToken);

        Assert.False(connections.IsPublic(call.Address));
        await Assert.ThrowsAsync<RegistryException>(
            () => calls.AskAsync(call with { IsLed = true }, _ => Task.FromResult(0), TestContext.Current.CancellationToken));
    }
}
