using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Archway.Testing;

namespace Archway.Server.Tests;

/// <summary>The server as a process of its own, which ends and begins again on the same ports.</summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    private readonly ProcessStartInfo _start;
    private readonly int _port;
    private readonly int _plainPort;
    private Process _process;

    private ServerProgram(ProcessStartInfo start, int port, int plainPort) => (_start, _port, _plainPort, _process) = (start, port, plainPort, Process.Start(start)!);

    internal static async Task<ServerProgram> StartAsync(string registry, TempFolder folder, params (string Name, string Value)[] environment)
    {
        var (port, plain) = FreePorts();
        ProcessStartInfo start = new("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "archway-server.dll"), "serve", "--listen", $"127.0.0.1:{port}", "--listen-plain", $"127.0.0.1:{plain}",
            "--certificate", Path.Combine(folder.Path, "tls.crt"), "--key", Path.Combine(folder.Path, "tls.key"), "--drain", "0.5", "--lookup-deadline", "10",
        ])
        {
            RedirectStandardError = true,
            // A setting by the environment, as charts have it.
            Environment = { ["ARCHWAY_ALLOW_REGISTRY"] = registry },
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        ServerProgram program = new(start, port, plain);
        await program.WaitAsync();
        return program;
    }

    internal HttpClient ClientOf(TestAuthority authority)
    {
        SocketsHttpHandler handler = new();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority.Certificate);
        return new(handler) { BaseAddress = new($"https://localhost:{_port}") };
    }

    /// <summary>Ends it, by force or as Kubernetes does.</summary>
    internal async Task EndAsync(bool isKilled)
    {
        if (isKilled) _process.Kill();
        else using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync(Webhook.Stop);
        await _process.WaitForExitAsync(Webhook.Stop);
        if (!isKilled && _process.ExitCode != 0) throw new InvalidOperationException($"the server ended with {_process.ExitCode}: {await _process.StandardError.ReadToEndAsync(Webhook.Stop)}");
        _process.Dispose();
    }

    /// <summary>Begins it again.</summary>
    internal Task AgainAsync()
    {
        _process = Process.Start(_start)!;
        return WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitAsync()
    {
        using HttpClient client = new() { BaseAddress = new($"http://127.0.0.1:{_plainPort}") };
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative), Webhook.Stop);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Webhook.Stop);
            }
        }
    }

    private static (int, int) FreePorts()
    {
        using TcpListener one = new(IPAddress.Loopback, 0), other = new(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }
}
