using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Clusters;

/// <summary>Programs that log in, as a kubeconfig names them.</summary>
public sealed class ExecPluginTests
{
    [Theory]
    [InlineData("v1", "interactiveMode: IfAvailable")]
    [InlineData("v1beta1", "args: []")]
    public async Task A_program_on_the_path_gives_a_token_and_is_told_what_it_needs(string version, string more)
    {
        await using var scene = await ClusterScene.StartAsync();
        Plugin(scene, "bin/get-token", $$"""
            echo "$KUBERNETES_EXEC_INFO" > "$0.info"
            echo "$COLOUR $*" > "$0.said"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/{{version}}","status":{"token":"{{ClusterScene.Token}}"} }'
            """);
        scene.Archway.With("PATH", $"relative:{scene.Folder.Path}/bin:/usr/bin:/bin");
        scene.Configure(scene.Cluster.Kubeconfig($"{{exec: {{apiVersion: client.authentication.k8s.io/{version}, command: get-token, {more}, env: [{{name: COLOUR, value: red}}]}}}}"));

        await KubeconfigTests.AssertReadsAsync(scene);

        Assert.Contains($"\"apiVersion\":\"client.authentication.k8s.io/{version}\",\"spec\":{{\"interactive\":false}}", File.ReadAllText(Path.Combine(scene.Folder.Path, "bin/get-token.info")), StringComparison.Ordinal);
        Assert.StartsWith("red ", File.ReadAllText(Path.Combine(scene.Folder.Path, "bin/get-token.said")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_starts_from_the_kubeconfig_no_shell_reads_the_arguments_and_the_cluster_is_told_on_request()
    {
        await using var scene = await ClusterScene.StartAsync();
        Plugin(scene, "tools/login", $$"""
            echo "$KUBERNETES_EXEC_INFO" > "$0.info"
            echo "$1" > "$0.said"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"{{ClusterScene.Token}}"} }'
            """);
        scene.Archway.With("PATH", "/usr/bin:/bin");
        scene.Configure(scene.Cluster.Kubeconfig(
            "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./tools/login, args: ['$(touch here); x'], interactiveMode: Never, provideClusterInfo: true}}",
            cluster: ", extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: prod, level: 3}}]"));

        await KubeconfigTests.AssertReadsAsync(scene);

        Assert.Equal("$(touch here); x\n", File.ReadAllText(Path.Combine(scene.Folder.Path, "tools/login.said")));
        var info = File.ReadAllText(Path.Combine(scene.Folder.Path, "tools/login.info"));
        Assert.Contains("\"config\":{\"audience\":\"prod\",\"level\":3}", info, StringComparison.Ordinal);
        Assert.Contains("\"certificate-authority-data\":", info, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_a_program_gives_lets_in()
    {
        using TestAuthority clients = new();
        await using var scene = await ClusterScene.StartAsync(new() { ClientAuthority = clients.Certificate });
        var (certificate, key) = KubeconfigTests.ClientCertificate(clients);
        Plugin(scene, "login", $$"""
            printf '%s' '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"{{certificate.ReplaceLineEndings("\\n")}}","clientKeyData":"{{key.ReplaceLineEndings("\\n")}}"} }'
            """);
        scene.Configure(scene.Cluster.Kubeconfig("{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}}"));

        await KubeconfigTests.AssertReadsAsync(scene);
    }

    [Theory]
    [InlineData("2020-01-01T00:00:00Z", true)]
    [InlineData("2999-01-01T00:00:00Z", false)]
    public async Task A_token_is_asked_for_again_once_its_time_is_over(string until, bool isAskedAgain)
    {
        await using var scene = await ClusterScene.StartAsync();
        Plugin(scene, "login", $$"""
            echo asked >> "$0.log"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"{{ClusterScene.Token}}","expirationTimestamp":"{{until}}"} }'
            """);
        scene.Configure(scene.Cluster.Kubeconfig("{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}}"));

        await KubeconfigTests.AssertReadsAsync(scene);

        Assert.Equal(isAskedAgain, File.ReadAllLines(Path.Combine(scene.Folder.Path, "login.log")).Length > 1);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_asked_for_once_more()
    {
        await using var scene = await ClusterScene.StartAsync();
        Plugin(scene, "login", $$"""
            test -f "$0.log" && T={{ClusterScene.Token}} || T=stale
            echo asked >> "$0.log"
            echo "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"$T\"} }"
            """);
        scene.Configure(scene.Cluster.Kubeconfig("{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}}"));

        await KubeconfigTests.AssertReadsAsync(scene);

        Assert.Equal(2, File.ReadAllLines(Path.Combine(scene.Folder.Path, "login.log")).Length);
    }

    [Theory]
    [InlineData("echo my secret >&2; exit 3", "./login did not log in: it ended with code 3")]
    [InlineData("echo hello", "./login is not JSON that can be read")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"x\"} }'", "answers in another version")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'", "answers with neither a token nor a certificate")]
    public async Task A_program_that_does_not_log_in_is_named_and_not_quoted(string script, string message)
    {
        await using var scene = await ClusterScene.StartAsync();
        Plugin(scene, "login", script);
        scene.Configure(scene.Cluster.Kubeconfig("{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}}"));

        var ran = await scene.ScanAsync();

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("my secret", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", ran.Error, StringComparison.Ordinal);
    }

    private static void Plugin(ClusterScene scene, string name, string script)
    {
        scene.Folder.With(name, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(scene.Folder.Path, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
