using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>One token for many repositories, where the service has such tokens.</summary>
public sealed class TokenScopeTests
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");

    [Fact]
    public async Task Repositories_that_are_asked_soon_share_a_token()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        using RegistryClient client = new(Asking.Options);

        await AskAllAsync(client, References(registry, 40));

        var tokens = registry.Log.Where(request => request.Path == "/token").ToList();
        Assert.Equal(3, tokens.Count);
        Assert.All(tokens, request => Assert.InRange(ScopesOf(request).Length, 1, 16));
        Assert.Equal(40, tokens.SelectMany(ScopesOf).Distinct().Count());
        Assert.Equal(40, tokens.Sum(request => ScopesOf(request).Length));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task A_service_that_refuses_several_is_asked_for_each_alone(int status)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.RefuseSeveralScopes(status);
        using RegistryClient client = new(Asking.Options with { Retries = 0 });

        var found = await AskAllAsync(client, References(registry, 20));

        Assert.All(found, Assert.NotNull);
        Assert.InRange(registry.Log.Count(request => request.Path == "/token" && ScopesOf(request).Length > 1), 1, 8);
    }

    [Fact]
    public async Task A_service_that_heeds_only_the_first_scope_is_asked_for_each_alone_before_long()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.HeedFirstScopeOnly();
        using RegistryClient client = new(Asking.Options);

        var found = await AskAllAsync(client, References(registry, 60));

        Assert.All(found, Assert.NotNull);
        Assert.InRange(registry.Log.Count(request => request.Path == "/token" && ScopesOf(request).Length > 1), 1, 8);
    }

    [Fact]
    public async Task Repositories_of_different_credentials_share_none()
    {
        using Home home = new();
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        home.With(".config/containers/auth.json", $$"""
            {"auths":{"{{registry.Host}}/acme/r1":{"auth":"{{Home.Base64("ann:secret")}}"} } }
            """);
        using RegistryClient client = new(home.Options);

        await AskAllAsync(client, References(registry, 3));

        var own = Assert.Single(registry.Log, request => request.Path == "/token" && request.Authorization is not null);
        Assert.Equal(["repository:acme/r1:pull"], ScopesOf(own));
    }

    private static List<string> References(TestRegistry registry, int count) =>
        [.. Enumerable.Range(0, count).Select(i => registry.Put($"acme/r{i}", "1", Image))];

    // As a run does: repositories are opened before the first of them has answered.
    private static async Task<object?[]> AskAllAsync(RegistryClient client, List<string> references)
    {
        var opened = references.Select(reference => client.Open(ImageReference.Parse(reference))).ToList();
        return await Task.WhenAll(opened.Select(async one => (object?)await one.FindManifestAsync("1", TestContext.Current.CancellationToken)));
    }

    private static string[] ScopesOf(LoggedRequest request) =>
        [.. request.Query.TrimStart('?').Split('&').Where(pair => pair.StartsWith("scope=", StringComparison.Ordinal))
            .Select(pair => Uri.UnescapeDataString(pair[6..]))];
}
