using System.Text;
using System.Text.Json.Nodes;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Clusters;

/// <summary>Images that are let out only to who has the pull secret of their namespace.</summary>
public sealed class PullSecretTests
{
    private const string Password = "the-pull-password";

    [Theory]
    [InlineData("kubernetes.io/dockerconfigjson")]
    [InlineData("kubernetes.io/dockercfg")]
    public async Task A_namespaces_secret_is_shown_for_its_own_images_alone(string type)
    {
        await using var scene = await ClusterScene.StartAsync();
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", Password);
        var own = registry.Put("acme/own", "1", Images.Index("linux/amd64", "linux/arm64"));
        var others = registry.Put("acme/others", "1", Images.Index("linux/amd64", "linux/arm64"));
        scene.Cluster.Put("secrets", Secret(type, "ghcr", registry.Host))
            .Put("deployments", ClusterScene.Workload("own", own, podSpec: JsonNode.Parse("""{"imagePullSecrets": [{"name": "ghcr"}]}""")!.AsObject()))
            .Put("deployments", ClusterScene.Workload("others", others, space: "bank"));

        var without = await StatusesAsync(scene);
        Assert.All(without, status => Assert.EndsWith(" unknown", status, StringComparison.Ordinal));
        Assert.DoesNotContain(scene.Cluster.Log, asked => asked.Path.Contains("secrets", StringComparison.Ordinal));
        Assert.All(registry.Log, asked => Assert.Null(asked.Authorization));

        var with = await StatusesAsync(scene, "--pull-secrets");
        Assert.Equal([$"{others} unknown", $"{own} ready"], with);
        Assert.All(registry.Log.Where(asked => asked.Path.Contains("others", StringComparison.Ordinal)), asked => Assert.Null(asked.Authorization));
    }

    [Fact]
    public async Task The_secrets_of_a_service_account_stand_in_the_pods()
    {
        await using var scene = await ClusterScene.StartAsync();
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", Password);
        var own = registry.Put("acme/own", "1", Images.Index("linux/amd64", "linux/arm64"));
        var pod = ClusterScene.Pod("own-1", own, owner: ("StatefulSet", "own", "u1"));
        pod["spec"]!["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = "ghcr" });
        scene.Cluster.Put("secrets", Secret("kubernetes.io/dockerconfigjson", "ghcr", registry.Host))
            .Put("statefulsets", ClusterScene.Workload("own", own, uid: "u1")).Put("pods", pod);

        Assert.Equal([$"{own} ready"], await StatusesAsync(scene, "--pull-secrets"));
    }

    [Fact]
    public async Task A_secret_that_may_not_be_read_is_told_and_one_that_names_a_program_runs_none()
    {
        await using var scene = await ClusterScene.StartAsync();
        var spec = JsonNode.Parse("""{"imagePullSecrets": [{"name": "gone"}, {"name": "odd"}, {"name": "evil"}]}""")!.AsObject();
        var evil = Secret("kubernetes.io/dockerconfigjson", "evil", "registry.example");
        evil["data"] = new JsonObject { [".dockerconfigjson"] = KubeconfigTests.Encoded("""{"credsStore":"evil","credHelpers":{"registry.example":"evil"}}""") };
        scene.Folder.With("bin/docker-credential-evil", $"#!/bin/sh\ntouch '{scene.Folder.Path}/ran'\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(scene.Folder.Path, "bin/docker-credential-evil"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        scene.Archway.With("PATH", $"{scene.Folder.Path}/bin");
        scene.Cluster.Put("secrets", Secret("Opaque", "odd", "x")).Put("secrets", evil)
            .Put("deployments", ClusterScene.Workload("own", "127.0.0.1:1/own:1", podSpec: spec));

        var report = (await scene.Archway.RunAsync("scan", "k8s:", "--no-cache", "--quiet", "--pull-secrets", "--format", "json")).Json();

        Assert.Equal(["k8s:test/shop/Secret/gone", "k8s:test/shop/Secret/odd"], report.GetProperty("unparsed").EnumerateArray().Select(file => file.GetProperty("file").GetString()));
        Assert.False(File.Exists(Path.Combine(scene.Folder.Path, "ran")));
    }

    private static async Task<string[]> StatusesAsync(ClusterScene scene, params string[] more)
    {
        var ran = await scene.Archway.RunAsync(["scan", "k8s:", "--no-cache", "--format", "json", .. more]);
        Assert.DoesNotContain(Password, ran.ToString(), StringComparison.Ordinal);
        return [.. ran.Json().GetProperty("images").EnumerateArray().Select(image => $"{image.GetProperty("image")} {image.GetProperty("status")}").Order(StringComparer.Ordinal)];
    }

    private static JsonObject Secret(string type, string name, string host)
    {
        var auths = $$"""{"{{host}}":{"auth":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:" + Password))}}"} }""";
        return new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop" },
            ["type"] = type,
            ["data"] = type == "kubernetes.io/dockercfg"
                ? new JsonObject { [".dockercfg"] = KubeconfigTests.Encoded(auths) }
                : new JsonObject { [".dockerconfigjson"] = KubeconfigTests.Encoded($"{{\"auths\":{auths}}}") },
        };
    }
}
