using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Archway.Oci.Platforms;

namespace Archway.Oci.Content;

/// <summary>An image's manifest of before 2016: Docker's schema 1, which keeps the configuration in its history.</summary>
/// <remarks>
/// Its digest is that of the text before it was signed.
/// <see href="https://github.com/distribution/distribution/blob/v2.8.2/docs/spec/manifest-v2-1.md"/>
/// </remarks>
public sealed class SchemaOneManifest : Manifest
{
    private SchemaOneManifest(Descriptor self, ReadOnlyMemory<byte> raw) : base(self, raw)
    {
    }

    /// <summary>What the image was built for; null when the manifest names no architecture.</summary>
    /// <remarks>Schema 1 has no field for the operating system: the newest history entry tells it, else it is Linux.</remarks>
    public required Platform? Platform { get; init; }

    /// <summary>The layers' digests, lowest first.</summary>
    public required ImmutableArray<Digest> Layers { get; init; }

    internal static SchemaOneManifest Of(string mediaType, ReadOnlyMemory<byte> raw, JsonElement root)
    {
        var newest = root.Items("history").Select(entry => entry.Text("v1Compatibility")).FirstOrDefault();
        var (os, architecture, variant) = newest is null
            ? default
            : OciJson.Read(Encoding.UTF8.GetBytes(newest), "the manifest's newest history entry", LargestSize,
                entry => (entry.Text("os"), entry.Text("architecture"), entry.Text("variant")));
        if (root.Text("architecture") is { Length: > 0 } own) architecture = own;
        if (string.IsNullOrEmpty(os)) os = "linux";

        var payload = Payload(raw, root);
        return new SchemaOneManifest(new() { MediaType = mediaType, Digest = Digest.Of(payload.Span), Size = raw.Length }, raw)
        {
            Platform = Platform.IsWord(os) && Platform.IsWord(architecture) ? Platform.Of(os, architecture, Platform.IsWord(variant) ? variant : null) : null,
            Layers = [.. root.Items("fsLayers").Select(layer => Digest.Read(layer.Text("blobSum")).Value).OfType<Digest>().Reverse()],
        };
    }

    /// <summary>The text before it was signed: a signature's protected header says how much of the body it is, and how it ended.</summary>
    private static ReadOnlyMemory<byte> Payload(ReadOnlyMemory<byte> raw, JsonElement root)
    {
        if (root.Items("signatures").Select(signature => signature.Text("protected")).FirstOrDefault() is not { } header) return raw;
        try
        {
            var (length, tail) = OciJson.Read(Base64Url.DecodeFromChars(header), "the manifest's signature header", LargestSize,
                element => (element.Number("formatLength"), element.Text("formatTail")));
            if (length is null || length < 0 || length > raw.Length || tail is null)
                throw new FormatException("the manifest's signature does not say what it signs");
            return (byte[])[.. raw.Span[..(int)length], .. Base64Url.DecodeFromChars(tail)];
        }
        catch (FormatException e)
        {
            throw new FormatException("the manifest's signature cannot be read: " + e.Message, e);
        }
    }
}
