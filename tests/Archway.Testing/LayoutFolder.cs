using System.Text;
using Archway.Oci.Content;

namespace Archway.Testing;

/// <summary>Writes an OCI image layout.</summary>
public static class LayoutFolder
{
    /// <summary>Writes a layout that holds one image under a name.</summary>
    public static void Write(string folder, string name, StoredImage image)
    {
        var blobs = Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256")).FullName;
        foreach (var manifest in image.All())
            foreach (var content in manifest.Blobs.Append(manifest.Raw)) File.WriteAllBytes(Path.Combine(blobs, Digest.Of(content).Hex), content);
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        var entry = image.Entry($$"""
            "annotations":{"org.opencontainers.image.ref.name":"{{name}}"}
            """.Trim());
        File.WriteAllText(Path.Combine(folder, "index.json"), $$"""{"schemaVersion":2,"manifests":[{{entry}}]}""", new UTF8Encoding(false));
    }
}
