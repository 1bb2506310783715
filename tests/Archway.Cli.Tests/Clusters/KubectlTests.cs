using System.Diagnostics;
using System.Text.Json;
using Archway.Testing;
using Archway.Testing.Clusters;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Clusters;

/// <summary>The real kubectl, with the same kubeconfig and the same cluster: both see the same.</summary>
public sealed class KubectlTests
{
    private const string Kinds = "deployments,statefulsets,daemonsets,replicasets,replicationcontrollers,cronjobs,jobs,pods";

    [Theory]
    [InlineData("token")]
    [InlineData("token file")]
    [InlineData("password")]
    [InlineData("certificate")]
    [InlineData("certificate data")]
    [InlineData("program")]
    [InlineData("server name")]
    [InlineData("anyone")]
    [InlineData("several files")]
    [InlineData("proxy")]
    [InlineData("another's name")]
    public async Task Both_list_the_same_by_each_form_of_a_kubeconfig(string form)
    {
        Assert.SkipUnless(Tool.AreHere("kubectl"), "kubectl is not installed; as root on Debian: apt-get install kubernetes-client");
        using TestAuthority clients = new();
        await using var scene = await ClusterScene.StartAsync(form switch
        {
            "certificate" or "certificate data" => new() { ClientAuthority = clients.Certificate },
            "password" => new() { Authorization = "Basic " + Convert.ToBase64String("ann:pass"u8) },
            "server name" or "proxy" => new() { Names = ["kubernetes.example"], Authorization = $"Bearer {ClusterScene.Token}" },
            _ => null,
        });
        await using TestProxy proxy = new();
        Configure(scene, form, clients, proxy);
        Recordings.Fill(scene.Cluster).Put("deployments", ClusterScene.Workload("pay", "acme/pay:1", space: "bank"));

        var theirs = await KubectlAsync(scene);
        var ran = await scene.ScanAsync("--format", "json");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        Assert.NotEmpty(theirs);
        Assert.Equal(theirs, ran.Json().GetProperty("occurrences").EnumerateArray().Select(place => ClusterScene.Text(place, "workload")!).Distinct().Order(StringComparer.Ordinal));
        if (form == "proxy") Assert.Contains("kubernetes.example:443", proxy.Asked);
    }

    [Fact]
    public async Task Neither_reads_what_both_refuse()
    {
        Assert.SkipUnless(Tool.AreHere("kubectl"), "kubectl is not installed; as root on Debian: apt-get install kubernetes-client");
        await using var scene = await ClusterScene.StartAsync();
        scene.Configure(scene.Cluster.Kubeconfig($"{{token: {ClusterScene.Token}}}", cluster: ", insecure-skip-tls-verify: true"));

        var ran = await scene.ScanAsync();

        Assert.Contains("a certificate-authority and insecure-skip-tls-verify", ran.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, (await RunAsync(scene)).ExitCode);
    }

    private static void Configure(ClusterScene scene, string form, TestAuthority clients, TestProxy proxy)
    {
        var (folder, cluster) = (scene.Folder, scene.Cluster);
        const string Token = $"{{token: {ClusterScene.Token}}}";
        var (certificate, key) = KubeconfigTests.ClientCertificate(clients);
        folder.With("token", ClusterScene.Token + "\n").With("me.crt", certificate).With("me.key", key).With("login", $$"""
            #!/bin/sh
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"{{ClusterScene.Token}}"} }'

            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(folder.Path, "login"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        proxy.Lead("kubernetes.example", new Uri(cluster.Address).Authority);
        scene.Configure(form switch
        {
            "token file" => cluster.Kubeconfig("{tokenFile: token}"),
            "password" => cluster.Kubeconfig("{username: ann, password: pass}"),
            "certificate" => cluster.Kubeconfig("{client-certificate: me.crt, client-key: me.key}"),
            "certificate data" => cluster.Kubeconfig($"{{client-certificate-data: {KubeconfigTests.Encoded(certificate)}, client-key-data: {KubeconfigTests.Encoded(key)}}}"),
            "program" => cluster.Kubeconfig("{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./login, interactiveMode: Never}}"),
            "server name" => cluster.Kubeconfig(Token, cluster: ", tls-server-name: kubernetes.example"),
            "anyone" => cluster.Kubeconfig(Token).Replace("certificate-authority-data: ", "insecure-skip-tls-verify: true, unknown: ", StringComparison.Ordinal),
            "proxy" => cluster.Kubeconfig(Token, cluster: $", proxy-url: \"http://{proxy.Host}\"").Replace(cluster.Address, "https://kubernetes.example", StringComparison.Ordinal),
            "another's name" => cluster.Kubeconfig($"{{token: {ClusterScene.Token}, as: ann, as-groups: [dev, ops]}}"),
            _ => cluster.Kubeconfig(Token),
        });
        if (form != "several files") return;
        folder.With("one/config", "apiVersion: v1\nkind: Config\nusers:\n- {name: me, user: {tokenFile: ../token}}\n").With("two/config", cluster.Kubeconfig("{token: wrong}"));
        scene.Archway.With("KUBECONFIG", $"{folder.Path}/missing:{folder.Path}/one/config:{folder.Path}/two/config");
    }

    // What makes pods and is made by nothing itself.
    private static async Task<string[]> KubectlAsync(ClusterScene scene)
    {
        var (exit, output, error) = await RunAsync(scene);
        Assert.True(exit == 0, error);
        using var list = JsonDocument.Parse(output);
        return
        [
            .. list.RootElement.GetProperty("items").EnumerateArray().Where(item => !item.GetProperty("metadata").TryGetProperty("ownerReferences", out _))
                .Select(item => $"{item.GetProperty("kind")}/{item.GetProperty("metadata").GetProperty("namespace")}/{item.GetProperty("metadata").GetProperty("name")}")
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(ClusterScene scene)
    {
        ProcessStartInfo start = new("kubectl", ["get", Kinds, "--all-namespaces", "-o", "json", "--cache-dir", Path.Combine(scene.Folder.Path, "cache")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = scene.Archway.Variable("KUBECONFIG");
        start.Environment["HOME"] = scene.Folder.Path;
        foreach (var name in (string[])["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"]) start.Environment.Remove(name);
        using var run = Process.Start(start)!;
        string[] written = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        return (run.ExitCode, written[0], written[1]);
    }
}
