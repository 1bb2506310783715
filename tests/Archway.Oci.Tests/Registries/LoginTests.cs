using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public sealed class LoginTests : IDisposable
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");
    private readonly Home _home = new();

    [Fact]
    public async Task Fifty_images_of_one_repository_cost_one_challenge_and_one_token()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        var references = Enumerable.Range(0, 50).Select(i => registry.Put("acme/api", $"{i}", Image)).ToList();
        using RegistryClient client = new(Asking.Options);

        var manifests = await Task.WhenAll(references.Select(client.AskAsync));

        Assert.All(manifests, Assert.NotNull);
        Assert.Equal(1, registry.Log.Count(request => request.Path == "/token"));
        Assert.Equal(1, registry.Log.Count(request => request.Path != "/token" && request.Authorization is null));
        Assert.Equal(52, registry.Log.Count);
        Assert.DoesNotContain(registry.Log, request => request.Path == "/v2/");
    }

    [Fact]
    public async Task Another_repository_costs_a_token_and_no_challenge()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        using RegistryClient client = new(Asking.Options);
        await client.AskAsync(registry.Put("acme/api", "1", Image));

        await client.AskAsync(registry.Put("acme/web", "1", Image));

        Assert.Equal(5, registry.Log.Count);
        Assert.Contains("scope=repository%3Aacme%2Fweb%3Apull", registry.Log[3].Query);
        Assert.Contains("service=test", registry.Log[3].Query);
    }

    [Fact]
    public async Task A_token_is_used_until_it_ends()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        var reference = registry.Put("acme/api", "1", Image);
        ShiftedTime time = new();
        using RegistryClient client = new(Asking.Options with { Time = time });

        await client.AskAsync(reference);
        time.Advance(TimeSpan.FromSeconds(200));
        await client.AskAsync(reference);
        Assert.Equal(1, registry.Log.Count(request => request.Path == "/token"));

        time.Advance(TimeSpan.FromSeconds(100));
        await client.AskAsync(reference);
        Assert.Equal(2, registry.Log.Count(request => request.Path == "/token"));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_once()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        var reference = registry.Put("acme/api", "1", Image);
        using RegistryClient client = new(Asking.Options);
        await client.AskAsync(reference);
        registry.WantBearer();

        Assert.NotNull(await client.AskAsync(reference));
    }

    [Fact]
    public async Task A_registry_that_refuses_every_token_is_not_asked_for_ever()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var tokens = await TestRegistry.StartAsync();
        tokens.WantBearer();
        registry.WantBearer(realm: $"http://{tokens.Host}/token");
        using RegistryClient client = new(Asking.Options);

        var refusal = await client.RefusalAsync(registry.Put("acme/api", "1", Image));

        Assert.Equal(RegistryFault.Unauthorized, refusal.Fault);
        Assert.Equal((2, 1), (registry.Log.Count, tokens.Log.Count));
    }

    [Fact]
    public async Task Docker_Hub_answers_at_another_host_than_its_name()
    {
        _home.LogIn("https://index.docker.io/v1/", "ann", "right");
        using RegistryClient client = new(_home.Options);

        var credential = await client.FindCredentialAsync(ImageReference.Parse("nginx"), TestContext.Current.CancellationToken);

        Assert.Equal(("ann", "right"), (credential?.Username, credential?.Secret));
    }

    public void Dispose() => _home.Dispose();
}
