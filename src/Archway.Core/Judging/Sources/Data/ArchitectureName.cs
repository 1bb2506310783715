using System.Text.RegularExpressions;
using Archway.Oci.References;

namespace Archway.Judging.Sources.Data;

/// <summary>Names of images that hold the word amd64, and the same names without it.</summary>
internal static partial class ArchitectureName
{
    private const int LongestText = 512;
    private const string OfHub = "amd64/";

    /// <summary>A name, as it is written, without its architecture; null where it has none, or where that is no matter of the name alone.</summary>
    internal static string? Without(string written)
    {
        // A digest is that of the one image; the images that build wheels have names of their own for each architecture.
        if (written.Length > LongestText || written.Contains('@', StringComparison.Ordinal)
            || written.Contains("manylinux", StringComparison.Ordinal)) return null;
        var colon = written.LastIndexOf(':');
        if (colon < written.LastIndexOf('/')) colon = -1;
        var (name, tag) = colon < 0 ? (written, "") : (written[..colon], written[(colon + 1)..]);
        var last = name.LastIndexOf('/') + 1;
        var (path, own) = (name[..last], name[last..]);
        if (path is OfHub or "docker.io/" + OfHub or "index.docker.io/" + OfHub) path = path[..^OfHub.Length];
        own = Bare(own);
        tag = tag == Architectures.Amd64 ? "latest" : Bare(tag);
        var bare = $"{path}{own}{(colon < 0 ? "" : ":")}{tag}";
        return bare != written && own.Length > 0 && (colon < 0 || tag.Length > 0) && ImageReference.Read(bare).Value is not null ? bare : null;
    }

    /// <summary>The same name for an architecture, as others are called beside it.</summary>
    internal static string For(string architecture, string written) => Word().Replace(written, architecture);

    private static string Bare(string part) => Beside().Replace(part, "");

    [GeneratedRegex(@"[-_.](?:linux[-_])?(?:amd64|x86_64)(?=$|[-_.])|^(?:linux[-_])?(?:amd64|x86_64)[-_]", RegexOptions.CultureInvariant)]
    private static partial Regex Beside();

    [GeneratedRegex("amd64|x86_64", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
