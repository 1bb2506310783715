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

    [Fact]
    public async Task A_certificate_that_is_written_into_a_folder_serves_and_its_key_is_its_owners_alone()
    {
        using TempFolder folder = new();
        var tls = Path.Combine(folder.Path, "tls");
        Assert.Equal(0, (await RunAsync([], ["certificate", "--service", "localhost", "--out", tls])).Exit);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(tls, "tls.key")));

        using CancellationTokenSource stop = new();
        TaskCompletionSource<WebhookServer> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = CommandLine.RunAsync(["serve", "--listen", "127.0.0.1:0", "--listen-plain", "127.0.0.1:0"], new()
        {
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Started = started.SetResult,
            Variable = name => name switch
            {
                "ARCHWAY_CERTIFICATE" => Path.Combine(tls, "tls.crt"),
                "ARCHWAY_KEY" => Path.Combine(tls, "tls.key"),
                "ARCHWAY_DRAIN" => "0",
                _ => null,
            },
        }, stop.Token);
        var server = await started.Task;
        using HttpClient client = new(Trusting(File.ReadAllText(Path.Combine(tls, "ca.crt")))) { BaseAddress = new($"https://localhost:{server.Address.Port}") };
        using var content = Reviews.Content(Reviews.Of("UPDATE", "{}"));
        Assert.True((await Webhook.PostAsync(client, content)).IsAllowed);

        await stop.CancelAsync();
        Assert.Equal(0, await running);
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
        var exit = await CommandLine.RunAsync(arguments, new() { Output = output, Error = error, Variable = name => variables.GetValueOrDefault(name) }, Webhook.Stop);
        return (exit, output.ToString(), error.ToString());
    }
}
