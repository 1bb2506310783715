using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Clusters;

/// <summary>Each way in which a kubeconfig says where a cluster is and who asks it.</summary>
public sealed class KubeconfigTests
{
    private const string Token = ClusterScene.Token;

    [Theory]
    [InlineData("{token: a-very-secret-token}")]
    [InlineData("{tokenFile: secrets/token}")]
    [InlineData("{token: an-old-one, tokenFile: secrets/token}")]
    [InlineData("{token: a-very-secret-token, tokenFile: secrets/none}")]
    public async Task A_token_or_a_file_of_one_lets_in(string user)
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Folder.With("secrets/token", Token + "\n");
        scene.Configure(scene.Cluster.Kubeconfig(user));

        await AssertReadsAsync(scene);
    }

    [Fact]
    public async Task A_user_and_a_password_let_in()
    {
        await using var scene = await ClusterScene.StartAsync(new() { Authorization = "Basic " + Convert.ToBase64String("ann:pass"u8) });
        scene.Configure(scene.Cluster.Kubeconfig("{username: ann, password: pass}"));

        await AssertReadsAsync(scene);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_certificate_lets_in_from_data_and_from_files(bool isData)
    {
        using TestAuthority clients = new();
        await using var scene = await ClusterScene.StartAsync(new() { ClientAuthority = clients.Certificate });
        var (certificate, key) = ClientCertificate(clients);
        scene.Folder.With("pki/me.crt", certificate).With("pki/me.key", key);
        scene.Configure(scene.Cluster.Kubeconfig(isData
            ? $"{{client-certificate-data: {Encoded(certificate)}, client-key-data: {Encoded(key)}}}"
            : "{client-certificate: pki/me.crt, client-key: pki/me.key}"));

        await AssertReadsAsync(scene);
    }

    [Fact]
    public async Task A_cluster_behind_another_name_is_known_by_the_name_that_its_certificate_has()
    {
        await using var scene = await ClusterScene.StartAsync(new() { Names = ["kubernetes.example"], Authorization = $"Bearer {Token}" });

        var other = await scene.ScanAsync();
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("its certificate is for another name", other.Error, StringComparison.Ordinal);

        scene.Configure(scene.Cluster.Kubeconfig($"{{token: {Token}}}", cluster: ", tls-server-name: kubernetes.example"));
        await AssertReadsAsync(scene);
    }

    [Fact]
    public async Task Without_its_authority_a_cluster_is_not_trusted_unless_anyone_is()
    {
        await using var scene = await ClusterScene.StartAsync();
        using TestAuthority other = new();
        var mine = scene.Cluster.Kubeconfig($"{{token: {Token}}}");
        var authority = mine.Split("certificate-authority-data: ")[1].Split('}')[0];

        scene.Configure(mine.Replace(authority, Encoded(other.Certificate.ExportCertificatePem()), StringComparison.Ordinal));
        var refused = await scene.ScanAsync();
        Assert.Contains("of no authority that is trusted here", refused.Error, StringComparison.Ordinal);
        Assert.All(scene.Cluster.Log, asked => Assert.Fail("it was asked"));

        scene.Configure(mine.Replace($"certificate-authority-data: {authority}", "insecure-skip-tls-verify: true", StringComparison.Ordinal));
        await AssertReadsAsync(scene);

        scene.Folder.With("ca/ca.crt", scene.Cluster.Authority);
        scene.Configure(mine.Replace($"certificate-authority-data: {authority}", "certificate-authority: ca/ca.crt", StringComparison.Ordinal));
        await AssertReadsAsync(scene);
    }

    [Fact]
    public async Task Of_several_files_the_first_that_names_a_thing_counts_and_its_paths_start_from_it()
    {
        await using var scene = await ClusterScene.StartAsync();
        var folder = scene.Folder;
        folder.With("one/config", "apiVersion: v1\nkind: Config\nusers:\n- {name: me, user: {tokenFile: token}}\n").With("one/token", Token);
        folder.With("two/config", scene.Cluster.Kubeconfig("{token: wrong}"));
        folder.With("three/config", "current-context: other\ncontexts:\n- {name: test, context: {cluster: none, user: none}}\n");
        scene.Archway.With("KUBECONFIG", string.Join(Path.PathSeparator,
            Path.Combine(folder.Path, "missing"), Path.Combine(folder.Path, "one/config"), Path.Combine(folder.Path, "two/config"), Path.Combine(folder.Path, "three/config")));

        await AssertReadsAsync(scene);
    }

    [Fact]
    public async Task The_file_in_the_home_is_read_where_no_other_is_named_and_a_context_may_be_chosen()
    {
        await using var scene = await ClusterScene.StartAsync();
        var config = scene.Cluster.Kubeconfig($"{{token: {Token}}}").Replace("current-context: test", "current-context: gone", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(scene.Archway.Home, ".kube"));
        File.WriteAllText(Path.Combine(scene.Archway.Home, ".kube/config"), config);
        scene.Archway.With("KUBECONFIG", "");
        scene.Cluster.Put("deployments", ClusterScene.Workload("cart", "acme/cart:1"));

        var chosen = await scene.Archway.RunAsync("scan", "k8s:test", "--offline", "--no-cache", "--format", "json");
        var gone = await scene.ScanAsync();

        Assert.Equal(["Deployment/shop/cart main acme/cart:1"], ClusterScene.Places(chosen.Json()));
        Assert.Contains("there is no context 'gone' in", gone.Error, StringComparison.Ordinal);
        Assert.Contains("it has test", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_the_kubeconfig_names_is_gone_through()
    {
        await using var scene = await ClusterScene.StartAsync(new() { Names = ["kubernetes.example"], Authorization = $"Bearer {Token}" });
        await using TestProxy proxy = new("ann:pass");
        proxy.Lead("kubernetes.example", new Uri(scene.Cluster.Address).Authority);
        scene.Configure(scene.Cluster.Kubeconfig($"{{token: {Token}}}", cluster: $", proxy-url: \"http://ann:pass@{proxy.Host}\"")
            .Replace(scene.Cluster.Address, "https://kubernetes.example", StringComparison.Ordinal));

        await AssertReadsAsync(scene);
        Assert.All(proxy.Asked, asked => Assert.Equal("kubernetes.example:443", asked));
        Assert.NotEmpty(proxy.Asked);
    }

    [Fact]
    public async Task A_SOCKS_proxy_has_its_usual_port_where_none_is_written()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Configure(scene.Cluster.Kubeconfig($"{{token: {Token}}}", cluster: ", proxy-url: \"socks5://proxy.invalid\""));

        var ran = await scene.ScanAsync();

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("proxy.invalid:1080", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{auth-provider: {name: gcp}}", "it logs in through the auth-provider 'gcp', which kubectl has no more since 1.26")]
    [InlineData("{token: a, username: b}", "it has a token and a username")]
    [InlineData("{client-certificate-data: '!'}", "its client-certificate-data is no base64")]
    [InlineData("{client-certificate-data: YQ==}", "it has a client-certificate and no client-key")]
    [InlineData("{client-certificate-data: YQ==, client-key-data: YQ==}", "its client certificate and key are no pair in PEM")]
    [InlineData("{client-certificate: no.crt, client-key: no.key}", "no.crt, the client-certificate of user 'me'")]
    [InlineData("{tokenFile: none}", "there is no token in")]
    [InlineData("{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}}", "its exec speaks 'client.authentication.k8s.io/v1alpha1'")]
    [InlineData("{exec: {apiVersion: client.authentication.k8s.io/v1, command: x}}", "its exec has no interactiveMode, which v1 wants")]
    [InlineData("{exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}}", "its exec wants a terminal")]
    [InlineData("{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: no-such-plugin, installHint: get it from the shop}}",
        "the program no-such-plugin, which logs in, is not on the PATH: get it from the shop")]
    public async Task What_cannot_be_used_is_said(string user, string message)
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Configure(scene.Cluster.Kubeconfig(user));

        var ran = await scene.ScanAsync();

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
        Assert.Empty(scene.Cluster.Log);
    }

    [Theory]
    [InlineData("clusters: [", "is no kubeconfig: line")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: none}}]\n", "there is no cluster 'none' in")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'http://cluster.example'}}]\n", "its server is asked without TLS")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://169.254.169.254'}}]\n", "169.254.169.254 is not asked")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\n", "127.0.0.1:1 refused the connection")]
    [InlineData("{}", "no context is current in")]
    public async Task What_leads_nowhere_is_said(string kubeconfig, string message)
    {
        using TempFolder folder = new TempFolder().With("config", kubeconfig);
        using ArchwayProgram archway = new ArchwayProgram().With("KUBECONFIG", Path.Combine(folder.Path, "config"));

        var ran = await archway.RunAsync("scan", "k8s:", "--offline");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_kubeconfig_it_is_said_where_one_was_looked_for()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("scan", "k8s:prod", "--offline");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains($"{archway.Home}/.kube/config is not there", ran.Error, StringComparison.Ordinal);
    }

    internal static async Task AssertReadsAsync(ClusterScene scene)
    {
        scene.Cluster.Put("deployments", ClusterScene.Workload("cart", "acme/cart:1"));
        var ran = await scene.ScanAsync("--format", "json");
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        Assert.Equal(["Deployment/shop/cart main acme/cart:1"], ClusterScene.Places(ran.Json()));
        Assert.DoesNotContain(Token, ran.Output, StringComparison.Ordinal);
    }

    internal static (string Certificate, string Key) ClientCertificate(TestAuthority authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=me", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var signed = authority.Sign(request);
        return (signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    internal static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
