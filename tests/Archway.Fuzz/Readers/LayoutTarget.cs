using System.Text;
using System.Text.RegularExpressions;
using Archway.Oci.Content;

namespace Archway.Fuzz.Readers;

/// <summary>Folders in OCI layout, written as text: files parted by lines of <c>=== NAME</c>, blobs by lines of <c>===</c>.</summary>
/// <remarks>
/// A blob gets the name of its digest, and <c>@N</c> anywhere stands for the digest of blob N, counted from 0; only those behind a blob may be named
/// in it. Chance so makes whole layouts, and not only ones whose first digest is wrong. A name behind <c>link</c> is one that leads to the text.
/// </remarks>
internal sealed partial class LayoutTarget() : Target("layout")
{
    private const int MostFiles = 20;

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "\n=== index.json\n", "\n=== oci-layout\n", "\n===\n", "\n=== blobs/sha256/", "\n=== link index.json", "\n=== link oci-layout", "\n=== link blobs\n",
        "\"sha256:@0\"", "\"sha256:@1\"", "\"sha256:@2\"", "@0", "@1", "{\"imageLayoutVersion\":\"1.0.0\"}", "\"schemaVersion\":2", "\"manifests\":[",
        "\"layers\":[", "\"config\":{", "{\"digest\":\"sha256:@0\",\"size\":1}", "{\"digest\":\"sha256:@1\"}", "\"mediaType\":", $"\"{MediaTypes.OciIndex}\"",
        $"\"{MediaTypes.OciManifest}\"", $"\"{MediaTypes.OciConfig}\"", "\"annotations\":{\"org.opencontainers.image.ref.name\":\"b\"}",
        "\"annotations\":{\"io.containerd.image.name\":\"docker.io/a/c:b\"}", "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}",
        "\"platform\":{\"architecture\":\"unknown\",\"os\":\"unknown\"}", "\"size\":", "0", "-1", "{", "}", "[", "]", ",", ":", "\"",
    ];

    internal override async Task ReadAsync(byte[] input)
    {
        var folder = Path.Combine(StoredImages.Folder, "layout");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256"));
        var parts = Parts(Encoding.Latin1.GetString(input));
        List<string> digests = [];
        // From the last, so that each may name those behind it.
        var blobs = parts.Where(part => part.Name.Length == 0).Select(part => part.Text).ToList();
        for (var at = blobs.Count - 1; at >= 0; at--)
        {
            var content = Encoding.Latin1.GetBytes(Named(blobs[at], digests, blobs.Count));
            digests.Add(Digest.Of(content).Hex);
            await File.WriteAllBytesAsync(Path.Combine(folder, "blobs", "sha256", digests[^1]), content);
        }

        foreach (var (name, text) in parts.Where(part => part.Name.Length > 0)) Write(folder, name, Named(text, digests, blobs.Count));
        await StoredImages.ReadAsync("oci:" + folder, [null, "b", .. digests.Select(hex => "sha256:" + hex)]);
    }

    private static List<(string Name, string Text)> Parts(string text)
    {
        List<(string, string)> parts = [];
        foreach (var part in ("\n" + text).Split("\n===", MostFiles + 1)[1..])
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            parts.Add(end < 0 ? (part.Trim(), "") : (part[..end].Trim(), part[(end + 1)..]));
        }

        return parts;
    }

    private static string Named(string text, List<string> digests, int count)
    {
        for (var i = 0; i < digests.Count; i++) text = text.Replace($"@{count - 1 - i}", digests[i], StringComparison.Ordinal);
        return text;
    }

    private static void Write(string folder, string name, string text)
    {
        var isLink = name.StartsWith("link ", StringComparison.Ordinal);
        if (isLink) name = name[5..];
        var path = Path.Combine(folder, name);
        // Only what a folder can hold: plain names, below folders and not below files or links.
        if (!PlainName().IsMatch(name) || name.Split('/').Any(part => part is "" or "." or "..") || Path.Exists(path)) return;
        var above = Path.GetDirectoryName(path)!;
        for (var each = above; each.Length > folder.Length; each = Path.GetDirectoryName(each)!)
            if (File.Exists(each) || new FileInfo(each).LinkTarget is not null) return;
        Directory.CreateDirectory(above);
        if (isLink) File.CreateSymbolicLink(path, text.Length is 0 or > 200 || text.Contains('\0', StringComparison.Ordinal) ? "/etc/passwd" : text);
        else File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text));
    }

    [GeneratedRegex("^[ -~]{1,200}$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
