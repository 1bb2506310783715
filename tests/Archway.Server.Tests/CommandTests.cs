using Archway.Server.Serving;
using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>The program's own command line.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("serve")]
    [InlineData("certificate")]
    [InlineData("fleet")]
    public async Task Help_says_what_a_command_does_and_shows_how(string command)
    {
        var (exit, output, _) = await RunAsync([], [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, exit);
        // System.CommandLine names the program that runs, which here is the test's.
        Golden.Equal($"Help.{(command.Length == 0 ? "archway-server" : command)}", output.Replace("Archway.Server.Tests", "archway-server", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("serve --listen nowhere", "'nowhere' is no place to listen")]
    [InlineData("serve --lookup-deadline 60", "--lookup-deadline takes 0.05 to 20 seconds, not '60'")]
    [InlineData("serve --on-unknown guess", "'guess'")]
    [InlineData("serve --prefer arm64:101", "no preference")]
    [InlineData("serve --toleration x", "no taint")]
    [InlineData("serve --fallback a/b/c", "--fallback takes an architecture")]
    [InlineData("serve --fallback sparc", "--fallback takes an architecture that nodes have, one of 386, amd64, arm, arm64, loong64, mips64le, ppc64le, riscv64, s390x, not 'sparc'")]
    [InlineData("serve --prefer sparc:80", "no node is labelled sparc")]
    [InlineData("serve --plain-http http://x/", "'http://x/' is no registry's host, and no image would match it; write it as images name it, without https:// and path: x")]
    [InlineData("serve --plain-http registry.lan/team", "path: registry.lan")]
    [InlineData("serve --allow-registry https://harbor.lan:8443/hub", "path: harbor.lan:8443")]
    [InlineData("serve --allow-registry *.lan", "'*.lan' is no registry's host")]
    [InlineData("serve --leave-namespace Shop", "'Shop' is no name of Kubernetes")]
    [InlineData("certificate --service a_b", "'a_b' is no name of Kubernetes")]
    [InlineData("certificate --namespace a.b", "'a.b' is no name of Kubernetes")]
    [InlineData("certificate --secret -x-", "'-x-' is no name of Kubernetes")]
    [InlineData("certificate --webhook a/b", "'a/b' is no name of Kubernetes")]
    [InlineData("serve --certificate /nowhere/tls.crt", "the certificate /nowhere/tls.crt with the key /etc/archway/tls/tls.key cannot be read")]
    [InlineData("serve --client-ca /nowhere/ca.crt", "--client-ca /nowhere/ca.crt cannot be read")]
    [InlineData("certificate", "does not run in a pod")]
    [InlineData("serve --nonsense", "--nonsense")]
    [InlineData("fleet", "there is no cluster to watch: no context is current")]
    [InlineData("serve --fleet nowhere", "'nowhere' is no place to listen")]
    [InlineData("serve --history fleet.db", "--history fleet.db keeps how the fleet went, which nobody watches; give --fleet too")]
    public async Task What_cannot_be_done_is_said_and_answered_2(string arguments, string said)
    {
        var (exit, _, error) = await RunAsync([], arguments.Split(' '));

        Assert.Equal(2, exit);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ARCHWAY_LOOKUP_DEADLINE", "60", "ARCHWAY_LOOKUP_DEADLINE: --lookup-deadline takes 0.05 to 20 seconds, not '60'")]
    [InlineData("ARCHWAY_ON_UNKNOWN", "guess", "ARCHWAY_ON_UNKNOWN: ")]
    [InlineData("ARCHWAY_PLAIN_HTTP", "a.lan,http://x/", "ARCHWAY_PLAIN_HTTP: 'http://x/' is no registry's host")]
    [InlineData("ARCHWAY_FALLBACK", "sparc", "ARCHWAY_FALLBACK: --fallback takes an architecture")]
    [InlineData("ARCHWAY_CLIENT_CA", "/nowhere/ca.crt", "ARCHWAY_CLIENT_CA: --client-ca /nowhere/ca.crt cannot be read")]
    [InlineData("ARCHWAY_CERTIFICATE", "/nowhere/tls.crt", "ARCHWAY_CERTIFICATE: the certificate /nowhere/tls.crt with the key")]
    [InlineData("ARCHWAY_PULL_SECRETS", "maybe", "ARCHWAY_PULL_SECRETS: --pull-secrets takes true or false, not 'maybe'")]
    public async Task What_is_wrong_in_the_environment_is_said_with_the_variables_name(string variable, string value, string said)
    {
        var (exit, _, error) = await RunAsync(new() { [variable] = value }, ["serve"]);

        Assert.Equal(2, exit);
        Assert.Contains($"archway-server: {said}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("1", true)]
    [InlineData("True", true)]
    [InlineData("no", false)]
    [InlineData("OFF", false)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    public async Task A_switch_is_turned_in_the_environment_by_any_word_of_yes_and_no(string word, bool isOn)
    {
        using TempFolder folder = new();
        var tls = Path.Combine(folder.Path, "tls");
        Assert.Equal(0, (await RunAsync([], ["certificate", "--service", "localhost", "--out", tls])).Exit);

        // Outside of a cluster there are no pull secrets to be read, and a server that is to read them does not start.
        var (_, _, error) = await RunAsync(new() { ["ARCHWAY_PULL_SECRETS"] = word }, ["serve", "--certificate", isOn ? Path.Combine(tls, "tls.crt") : "/nowhere/tls.crt", "--key", Path.Combine(tls, "tls.key")]);

        Assert.Contains(isOn ? "does not run in a pod" : "/nowhere/tls.crt", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ARCHWAY_HELP")]
    [InlineData("ARCHWAY_VERSION")]
    public async Task What_only_one_run_can_mean_is_no_slip_of_a_settings_name(string variable)
    {
        var (_, _, error) = await RunAsync(new() { [variable] = "true" }, ["serve", "--certificate", "/nowhere/tls.crt"]);

        Assert.Equal($"archway-server: {variable} in the environment is no setting, and does nothing", error.Split('\n')[0]);
    }

    [Fact]
    public async Task A_variable_that_is_no_setting_is_told_with_the_nearest_one_and_those_of_Services_are_not()
    {
        Dictionary<string, string> variables = new()
        {
            ["ARCHWAY_LOOKUP_DEADLIN"] = "5",
            ["ARCHWAY_WHATEVER"] = "1",
            ["ARCHWAY_TOLERATION"] = "arm",
            // The names of certificate's options are settings too, whichever of the two runs.
            ["ARCHWAY_SERVICE"] = "archway-server",
            ["ARCHWAY_SERVER_SERVICE_HOST"] = "10.0.0.1",
            ["ARCHWAY_SERVER_SERVICE_PORT"] = "443",
            ["ARCHWAY_SERVER_SERVICE_PORT_HTTPS"] = "443",
            ["ARCHWAY_SERVER_PORT"] = "tcp://10.0.0.1:443",
            ["ARCHWAY_SERVER_PORT_443_TCP"] = "tcp://10.0.0.1:443",
            ["ARCHWAY_SERVER_PORT_443_TCP_PROTO"] = "tcp",
            ["ARCHWAY_SERVER_PORT_443_TCP_ADDR"] = "10.0.0.1",
            ["ARCHWAY_PORT"] = "tcp://10.0.0.2:80",
        };

        var (exit, _, error) = await RunAsync(variables, ["serve", "--certificate", "/nowhere/tls.crt"]);

        Assert.Equal(2, exit);
        Assert.Equal(["archway-server: ARCHWAY_LOOKUP_DEADLIN in the environment is no setting, and does nothing; did you mean ARCHWAY_LOOKUP_DEADLINE?",
            "archway-server: ARCHWAY_WHATEVER in the environment is no setting, and does nothing"], error.Split('\n')[..2]);
        Assert.Equal(3, error.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("""{"auths":{"HOST":{"auth":"dGVhbTp3cm9uZw=="}}}""")]
    [InlineData("""{"auths":{"HOST":7}}""")]
    [InlineData("nothing that is read")]
    public async Task Where_the_server_keeps_its_logins_is_said_on_no_pod(string configuration)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("team", "a-password");
        using TempFolder folder = new();
        folder.With("docker/config.json", configuration.Replace("HOST", registry.Host, StringComparison.Ordinal));
        var tls = Path.Combine(folder.Path, "tls");
        Assert.Equal(0, (await RunAsync([], ["certificate", "--service", "localhost", "--out", tls])).Exit);
        Dictionary<string, string> variables = new() { ["DOCKER_CONFIG"] = Path.Combine(folder.Path, "docker"), ["HOME"] = folder.Path };

        await RunWhileAsync(tls, variables, ["--allow-registry", registry.Host, "--lookup-deadline", "10"], async client =>
        {
            using var content = Reviews.Content(Reviews.Create($"{registry.Host}/team/app:1"));
            var answer = await Webhook.PostAsync(client, content);

            Assert.Contains("401", answer.Placement, StringComparison.Ordinal);
            Assert.Contains("the server's own logins", answer.Placement, StringComparison.Ordinal);
            Assert.DoesNotContain(folder.Path, answer.Text + answer.Placement, StringComparison.Ordinal);
            Assert.DoesNotContain("docker login", answer.Placement, StringComparison.Ordinal);
            Assert.DoesNotContain("config.json", answer.Text + answer.Placement, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_certificate_that_is_written_into_a_folder_serves_and_its_key_is_its_owners_alone()
    {
        using TempFolder folder = new();
        var tls = Path.Combine(folder.Path, "tls");
        Assert.Equal(0, (await RunAsync([], ["certificate", "--service", "localhost", "--out", tls])).Exit);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(tls, "tls.key")));

        await RunWhileAsync(tls, [], [], async client =>
        {
            using var content = Reviews.Content(Reviews.Of("UPDATE", "{}"));
            Assert.True((await Webhook.PostAsync(client, content)).IsAllowed);
        });
    }

    private static async Task RunWhileAsync(string tls, Dictionary<string, string> variables, string[] arguments, Func<HttpClient, Task> ask)
    {
        using CancellationTokenSource stop = new();
        TaskCompletionSource<WebhookServer> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = CommandLine.RunAsync(["serve", "--listen", "127.0.0.1:0", "--listen-plain", "127.0.0.1:0", .. arguments], new()
        {
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Started = started.SetResult,
            Variable = name => name switch
            {
                "ARCHWAY_CERTIFICATE" => Path.Combine(tls, "tls.crt"),
                "ARCHWAY_KEY" => Path.Combine(tls, "tls.key"),
                "ARCHWAY_DRAIN" => "0",
                _ => variables.GetValueOrDefault(name),
            },
        }, stop.Token);
        var server = await started.Task;
        using HttpClient client = new(Trusting(File.ReadAllText(Path.Combine(tls, "ca.crt")))) { BaseAddress = new($"https://localhost:{server.Address.Port}") };
        try
        {
            await ask(client);
        }
        finally
        {
            await stop.CancelAsync();
            Assert.Equal(0, await running);
        }
    }

    private static SocketsHttpHandler Trusting(string authority)
    {
        SocketsHttpHandler handler = new();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust };
        handler.SslOptions.CertificateChainPolicy.RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck;
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(authority);
        return handler;
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(Dictionary<string, string> variables, string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var exit = await CommandLine.RunAsync(arguments, new() { Output = output, Error = error, Variable = name => variables.GetValueOrDefault(name), VariableNames = variables.Keys }, Webhook.Stop);
        return (exit, output.ToString(), error.ToString());
    }
}
