using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Archway.Oci.Content;
using Xunit;

namespace Archway.Testing;

/// <summary>The distribution project's own registry, from Debian's package <c>docker-registry</c>, with a store of its own that is deleted afterwards.</summary>
public sealed class DebianRegistry : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly DebianRegistryOptions _options;
    private readonly HttpClient _client;
    private readonly ConcurrentDictionary<string, string> _pushed = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _log = new();

    private DebianRegistry(Process process, DirectoryInfo folder, string host, DebianRegistryOptions options)
    {
        (_process, _folder, Host, _options) = (process, folder, host, options);
        _client = new(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == options.Certificate?.GetCertHashString() },
        });
    }

    /// <summary>The host and port, as references name it.</summary>
    public string Host { get; }

    /// <summary>What it was asked so far, a line each as web servers write it; it is told a moment after the answer.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Whether the program is here; a fixture asks, since one that skips makes its tests fail.</summary>
    public static bool IsInstalled => FindProgram() is not null;

    /// <summary>Skips the test that runs where the program is not installed.</summary>
    public static void SkipUnlessInstalled() =>
        Assert.SkipUnless(IsInstalled, "the program docker-registry is not installed; the Debian package of that name has it");

    /// <summary>A registry that answers; where the program is not installed the test is skipped.</summary>
    public static Task<DebianRegistry> StartAsync(CancellationToken cancellationToken) => StartAsync(new(), cancellationToken);

    /// <summary>A registry that answers in its own ways; where the program is not installed the test is skipped.</summary>
    public static async Task<DebianRegistry> StartAsync(DebianRegistryOptions options, CancellationToken cancellationToken)
    {
        SkipUnlessInstalled();
        var program = FindProgram()!;
        var folder = Directory.CreateTempSubdirectory("archway-registry-");
        var port = FreePort();
        var config = Path.Combine(folder.FullName, "config.yml");
        await File.WriteAllTextAsync(config, $$"""
            version: 0.1
            log: { level: error, accesslog: { disabled: {{(options.Logs ? "false" : "true")}} } }
            storage: { filesystem: { rootdirectory: {{folder.FullName}}/store }, delete: { enabled: true }{{(options.KeepsDescriptors ? ", cache: { blobdescriptor: inmemory }" : "")}} }
            http: { addr: "127.0.0.1:{{port}}"{{options.WriteTls(folder.FullName)}} }
            {{options.WriteAuthentication(folder.FullName)}}
            """, cancellationToken);
        var process = Process.Start(new ProcessStartInfo(program, ["serve", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        DebianRegistry registry = new(process, folder, $"127.0.0.1:{port}", options);
        process.OutputDataReceived += (_, line) =>
        {
            if (options.Logs && line.Data is { } told) registry._log.Enqueue(told);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await registry.WaitAsync(cancellationToken);
        return registry;
    }

    private static string? FindProgram() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin")
        .Select(place => Path.Combine(place, "docker-registry")).FirstOrDefault(File.Exists);

    /// <summary>Stores an image, and all below it, under a tag.</summary>
    /// <returns>The reference it can be read under.</returns>
    public async Task<string> PushAsync(string repository, string tag, StoredImage image, CancellationToken cancellationToken)
    {
        foreach (var manifest in image.All().Reverse())
        {
            foreach (var blob in manifest.Blobs) await PushBlobAsync(repository, blob, cancellationToken);
            await PutManifestAsync(repository, manifest.Digest.ToString(), manifest, cancellationToken);
        }

        await PutManifestAsync(repository, tag, image, cancellationToken);
        return $"{Host}/{repository}:{tag}";
    }

    /// <summary>Gives an image that is stored there further tags.</summary>
    public Task TagAsync(string repository, IEnumerable<string> tags, StoredImage image, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(tags, cancellationToken, async (tag, stop) => await PutManifestAsync(repository, tag, image, stop));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task PushBlobAsync(string repository, byte[] blob, CancellationToken cancellationToken)
    {
        // What it has under another name it need not be sent again, where it is open to anyone.
        var digest = Digest.Of(blob);
        var from = _options.ForPushing is null ? _pushed.GetOrAdd(digest.ToString(), repository) : repository;
        var mount = from == repository ? "" : $"?mount={digest}&from={from}";
        using var begun = await SendAsync(HttpMethod.Post, new($"{Root}{repository}/blobs/uploads/{mount}"), null, repository, cancellationToken);
        if (begun.StatusCode == HttpStatusCode.Created) return;
        var place = begun.Headers.Location!.ToString();
        using ByteArrayContent content = new(blob);
        using var put = await SendAsync(HttpMethod.Put, new($"{place}{(place.Contains('?') ? '&' : '?')}digest={digest}"), content, repository, cancellationToken);
    }

    private async Task PutManifestAsync(string repository, string name, StoredImage image, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(image.Raw);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(image.MediaType);
        using var put = await SendAsync(HttpMethod.Put, new($"{Root}{repository}/manifests/{name}"), content, repository, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, HttpContent? content, string repository, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, address) { Content = content };
        request.Headers.Authorization = _options.ForPushing?.Invoke(repository);
        var answer = await _client.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        return answer;
    }

    private string Root => $"{(_options.Certificate is null ? "http" : "https")}://{Host}/v2/";

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await _client.GetAsync(new Uri(Root), cancellationToken);
                return;
            }
            catch (HttpRequestException) when (attempt < 200 && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
