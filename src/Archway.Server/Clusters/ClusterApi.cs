using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Archway.Server.Clusters;

/// <summary>The API of the cluster that this program runs in, asked as the service account of its pod.</summary>
internal sealed class ClusterApi : IDisposable
{
    private const int LargestAnswer = 4 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly string _tokenFile;

    private ClusterApi(Uri root, X509Certificate2Collection authorities, string tokenFile)
    {
        _tokenFile = tokenFile;
        SocketsHttpHandler handler = new() { UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        _client = new(handler) { BaseAddress = root, Timeout = Patience, MaxResponseContentBufferSize = LargestAnswer };
    }

    /// <summary>The namespace of the pod; null where nothing says it.</summary>
    internal static string? NamespaceOf(Surroundings surroundings) => surroundings.Variable("POD_NAMESPACE") is { Length: > 0 } told ? told
        : Path.Combine(surroundings.ServiceAccountFolder, "namespace") is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : null;

    /// <summary>The API as a pod finds it.</summary>
    /// <exception cref="ServerException">This is no pod, or one without a service account.</exception>
    internal static ClusterApi OfPod(Surroundings surroundings)
    {
        if (surroundings.Variable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || surroundings.Variable("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port)
            throw new ServerException("this needs the API of a cluster and does not run in a pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set");
        try
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(Path.Combine(surroundings.ServiceAccountFolder, "ca.crt"));
            return new(new UriBuilder("https", host, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)).Uri, authorities, Path.Combine(surroundings.ServiceAccountFolder, "token"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            throw new ServerException($"the pod's service account cannot be used: {e.Message}; is automountServiceAccountToken off?");
        }
    }

    /// <summary>Asks for an object, or for something to be done with it.</summary>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    internal async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(HttpMethod method, string path, byte[]? body, string mediaType, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, path);
        // Tokens are exchanged before they end, so that the file is read each time.
        request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(_tokenFile, Encoding.ASCII, cancellationToken)).Trim());
        request.Headers.Accept.Add(new("application/json"));
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
        using var answer = await _client.SendAsync(request, cancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>Asks for an object.</summary>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    internal Task<(HttpStatusCode Status, byte[] Body)> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, "application/json", cancellationToken);

    public void Dispose() => _client.Dispose();
}
