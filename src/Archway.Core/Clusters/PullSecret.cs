using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Clusters;

/// <summary>A Secret that images are pulled with.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets"/></remarks>
public static class PullSecret
{
    /// <summary>The logins as a Docker configuration; null where it is no pull secret, or holds no JSON.</summary>
    /// <param name="secret">The Secret as an API server sends it.</param>
    public static byte[]? ConfigurationOf(JsonElement secret)
    {
        var data = secret.Object("data");
        var (text, isOld) = secret.Text("type") switch
        {
            "kubernetes.io/dockerconfigjson" => (data?.Text(".dockerconfigjson"), false),
            "kubernetes.io/dockercfg" => (data?.Text(".dockercfg"), true),
            _ => (null, false),
        };
        try
        {
            if (text is null) return null;
            var written = Convert.FromBase64String(text);
            // The older form is what the newer has under auths.
            byte[] configuration = isOld ? [.. "{\"auths\":"u8, .. written, .. "}"u8] : written;
            using var parsed = JsonDocument.Parse(configuration, new() { MaxDepth = 64 });
            return parsed.RootElement.ValueKind == JsonValueKind.Object ? configuration : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
