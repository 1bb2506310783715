using System.Collections.Immutable;
using Archway.Server.Clusters;
using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>Images behind logins: only the pods that name a login are told, and only where their namespace grants it.</summary>
public sealed class PullSecretTests
{
    private const string Named = "\"imagePullSecrets\":[{\"name\":\"pull\"}],";

    [Fact]
    public async Task What_one_pods_login_was_told_is_told_to_no_other_even_by_its_digest()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("team", "a-password");
        var image = Images.Index("linux/arm64");
        registry.Put("team/app", "1", image);
        cluster.AddPullSecret("shop", "pull", registry.Host, "team", "a-password");
        using var api = ClusterApi.OfPod(cluster.Pod(TextWriter.Null, TextWriter.Null));
        using PullSecrets secrets = new(api, TimeProvider.System);
        await using var webhook = await Webhook.StartAsync([registry.Host], secrets: secrets);
        var (tagged, pinned) = ($"{registry.Host}/team/app:1", $"{registry.Host}/team/app@{image.Digest}");

        var mine = await webhook.AskAsync(Reviews.Create(tagged, Named));
        var pinnedMine = await webhook.AskAsync(Reviews.Create(pinned, Named));
        var theirs = await webhook.AskAsync(Reviews.Create(tagged));
        var pinnedTheirs = await webhook.AskAsync(Reviews.Create(pinned));

        Assert.Equal("requires kubernetes.io/arch in arm64", mine.Placement);
        Assert.Equal("requires kubernetes.io/arch in arm64", pinnedMine.Placement);
        Assert.All([theirs, pinnedTheirs], answer => Assert.Contains("left the pod as it is", answer.Placement, StringComparison.Ordinal));
        Assert.DoesNotContain("a-password", mine.Text + theirs.Text + string.Join('\n', webhook.Log) + (await webhook.GetAsync("/metrics")).Text, StringComparison.Ordinal);
        // The secret itself is asked for once.
        Assert.Single(cluster.Log);
    }

    [Fact]
    public async Task A_namespace_that_does_not_grant_its_secrets_goes_without_and_that_is_told()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var registry = await TestRegistry.StartAsync();
        cluster.Forbidden.Add("shop");
        using var api = ClusterApi.OfPod(cluster.Pod(TextWriter.Null, TextWriter.Null));
        using PullSecrets secrets = new(api, TimeProvider.System);
        await using var webhook = await Webhook.StartAsync([registry.Host], secrets: secrets);

        var answer = await webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")), Named));

        Assert.Equal("requires kubernetes.io/arch in arm64; the pull secret pull was not read: the namespace shop does not grant it; a RoleBinding for this server does", answer.Placement);
    }

    [Fact]
    public async Task Without_being_told_so_no_secret_is_asked_for()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);

        var answer = await webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")), Named));

        Assert.Equal("requires kubernetes.io/arch in arm64", answer.Placement);
    }

    [Theory]
    [InlineData("{\"type\":\"kubernetes.io/dockerconfigjson\",\"data\":{\".dockerconfigjson\":\"not base64\"}}")]
    [InlineData("{\"type\":\"kubernetes.io/dockerconfigjson\",\"data\":{\".dockerconfigjson\":\"e30=\"}}")]
    [InlineData("{\"type\":\"Opaque\",\"data\":{}}")]
    [InlineData("{\"type\":7}")]
    [InlineData("[]")]
    public async Task A_secret_that_is_none_is_gone_without(string secret)
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Objects["/api/v1/namespaces/shop/secrets/pull"] = System.Text.Json.Nodes.JsonNode.Parse(secret)!;
        using var api = ClusterApi.OfPod(cluster.Pod(TextWriter.Null, TextWriter.Null));
        using PullSecrets secrets = new(api, TimeProvider.System);

        var found = await secrets.FindAsync("shop", ["pull"], TimeSpan.FromSeconds(10), Webhook.Stop);

        Assert.True(found.Notes.Length == 1 || found.Files.Length == 1);
    }

    [Fact]
    public async Task A_credential_helper_that_a_secret_names_is_not_run()
    {
        using TempFolder folder = new();
        var ran = Path.Combine(folder.Path, "ran");
        folder.With("docker-credential-evil", $"#!/bin/sh\ntouch {ran}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(folder.Path, "docker-credential-evil"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("team", "a-password");
        var logins = Archway.Oci.Registries.LoginFile.Read("a secret", System.Text.Encoding.UTF8.GetBytes($"{{\"credHelpers\":{{\"{registry.Host}\":\"evil\"}},\"credsStore\":\"evil\"}}"));
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Lookups = options.Lookups with { Credentials = new() { Path = folder.Path } } },
            secrets: new Fixed(new([logins.ValueOrThrow()], "print", [])));

        var answer = await webhook.AskAsync(Reviews.Create($"{registry.Host}/team/app:1", Named));

        Assert.Contains("left the pod as it is", answer.Placement, StringComparison.Ordinal);
        Assert.False(File.Exists(ran));
    }

    private sealed class Fixed(Lookups.LoginSet logins) : Lookups.IPullSecrets
    {
        public ValueTask<Lookups.LoginSet> FindAsync(string space, ImmutableArray<string> names, TimeSpan patience, CancellationToken cancellationToken) => new(logins);
    }
}
