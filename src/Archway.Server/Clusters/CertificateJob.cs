using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Archway.Server.Serving;

namespace Archway.Server.Clusters;

/// <summary>Sees to it that a Secret holds a certificate that is good for a while, and that a webhook trusts its authority.</summary>
/// <param name="api">The API.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Where it is told what was done.</param>
internal sealed class CertificateJob(ClusterApi api, TimeProvider time, Action<string> tell)
{
    /// <summary>Does it; a second run right behind it changes nothing.</summary>
    /// <param name="space">The namespace of the Secret.</param>
    /// <param name="secret">Its name.</param>
    /// <param name="webhook">The MutatingWebhookConfiguration.</param>
    /// <param name="names">What the server is called by.</param>
    /// <param name="lifetime">How long a new certificate is good.</param>
    /// <param name="renewBefore">How long before its end one is replaced.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ServerException">The API server refuses, or gives no answer.</exception>
    internal async Task RunAsync(
        string space, string secret, string webhook, IReadOnlyList<string> names, TimeSpan lifetime, TimeSpan renewBefore, CancellationToken cancellationToken)
    {
        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(space)}/secrets";
        var (status, found) = await SendAsync(HttpMethod.Get, $"{path}/{Uri.EscapeDataString(secret)}", null, "application/json", cancellationToken);
        if (status is not (HttpStatusCode.OK or HttpStatusCode.NotFound)) throw Refused($"read the Secret {space}/{secret}", status);
        var (authority, isGood) = status == HttpStatusCode.OK ? Held(found, names, time.GetUtcNow() + renewBefore) : ("", false);
        if (isGood) tell($"the certificate in the Secret {space}/{secret} is good for a while");
        else
        {
            var made = SelfMadeCertificate.Make(names, lifetime, time.GetUtcNow());
            // Until every server shows the new certificate some show the one before.
            authority = made.Authority + authority;
            await WriteAsync(space, secret, path, isThere: status == HttpStatusCode.OK, made with { Authority = authority }, cancellationToken);
            tell($"the Secret {space}/{secret} holds a new certificate, for {string.Join(", ", names)}");
        }

        await TrustAsync(webhook, authority, cancellationToken);
    }

    private async Task WriteAsync(string space, string secret, string path, bool isThere, SelfMadeCertificate made, CancellationToken cancellationToken)
    {
        var body = Json(json =>
        {
            json.WriteString("apiVersion", "v1");
            json.WriteString("kind", "Secret");
            json.WriteString("type", "kubernetes.io/tls");
            json.WriteStartObject("metadata");
            json.WriteString("name", secret);
            json.WriteString("namespace", space);
            json.WriteEndObject();
            json.WriteStartObject("data");
            json.WriteBase64String("tls.crt", Encoding.ASCII.GetBytes(made.Certificate));
            json.WriteBase64String("tls.key", Encoding.ASCII.GetBytes(made.Key));
            json.WriteBase64String("ca.crt", Encoding.ASCII.GetBytes(made.Authority));
            json.WriteEndObject();
        });
        var (status, _) = isThere
            ? await SendAsync(HttpMethod.Patch, $"{path}/{Uri.EscapeDataString(secret)}", body, "application/merge-patch+json", cancellationToken)
            : await SendAsync(HttpMethod.Post, path, body, "application/json", cancellationToken);
        if (status is not (HttpStatusCode.OK or HttpStatusCode.Created)) throw Refused($"write the Secret {space}/{secret}", status);
    }

    private async Task TrustAsync(string webhook, string authority, CancellationToken cancellationToken)
    {
        var path = $"/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/{Uri.EscapeDataString(webhook)}";
        var (status, found) = await SendAsync(HttpMethod.Get, path, null, "application/json", cancellationToken);
        if (status != HttpStatusCode.OK) throw Refused($"read the MutatingWebhookConfiguration {webhook}", status);
        var bundle = Convert.ToBase64String(Encoding.ASCII.GetBytes(authority));
        using var document = Parse(found, $"the MutatingWebhookConfiguration {webhook}");
        var stale = document.RootElement.TryGetProperty("webhooks", out var webhooks) && webhooks.ValueKind == JsonValueKind.Array
            ? webhooks.EnumerateArray().Index().Where(one => BundleOf(one.Item) != bundle).Select(one => one.Index).ToArray() : [];
        if (stale.Length == 0)
        {
            tell($"the MutatingWebhookConfiguration {webhook} trusts its authority");
            return;
        }

        ArrayBufferWriter<byte> patch = new();
        using (Utf8JsonWriter json = new(patch))
        {
            json.WriteStartArray();
            foreach (var i in stale)
            {
                json.WriteStartObject();
                json.WriteString("op", "add");
                json.WriteString("path", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/webhooks/{i}/clientConfig/caBundle"));
                json.WriteString("value", bundle);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        (status, _) = await SendAsync(HttpMethod.Patch, path, patch.WrittenSpan.ToArray(), "application/json-patch+json", cancellationToken);
        if (status != HttpStatusCode.OK) throw Refused($"write the MutatingWebhookConfiguration {webhook}", status);
        tell($"the MutatingWebhookConfiguration {webhook} now trusts its authority");
    }

    private static string? BundleOf(JsonElement webhook) =>
        webhook.TryGetProperty("clientConfig", out var client) && client.TryGetProperty("caBundle", out var bundle) ? bundle.GetString() : null;

    // What is held is good only as a whole: the key to the certificate, the names, the time.
    private static (string Authority, bool IsGood) Held(byte[] secret, IReadOnlyList<string> names, DateTimeOffset until)
    {
        using var document = Parse(secret, "the Secret");
        if (!document.RootElement.TryGetProperty("data", out var data)) return ("", false);
        try
        {
            var authority = Text(data, "ca.crt");
            using var held = X509Certificate2.CreateFromPem(Text(data, "tls.crt"), Text(data, "tls.key"));
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPem(authority);
            // Of those before only the last is kept, lest they pile up.
            var last = authorities.Count > 0 ? authorities[0].ExportCertificatePem() + "\n" : "";
            var isGood = last.Length > 0 && held.NotAfter.ToUniversalTime() > until.UtcDateTime && names.All(name => held.MatchesHostname(name));
            return isGood ? (authority, true) : (last, false);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            return ("", false);
        }
    }

    private static string Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) ? Encoding.ASCII.GetString(value.GetBytesFromBase64()) : throw new FormatException($"there is no {name}");

    private static JsonDocument Parse(byte[] body, string what)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            throw new ServerException($"{what} came back from the API server as something that is not JSON");
        }
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return text.WrittenSpan.ToArray();
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(HttpMethod method, string path, byte[]? body, string mediaType, CancellationToken cancellationToken)
    {
        try
        {
            return await api.SendAsync(method, path, body, mediaType, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ServerException($"the API server gave no answer to {method} {path}: {e.Message}");
        }
    }

    private static ServerException Refused(string doing, HttpStatusCode status) => new($"cannot {doing}: the API server answered {(int)status} {status}; "
        + (status == HttpStatusCode.Forbidden ? "grant it to the service account of this job" : status == HttpStatusCode.NotFound ? "make it first" : "look at the API server"));
}
