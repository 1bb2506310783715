using Archway.Oci.References;
using Archway.Reading.Tree;

namespace Archway.Configuring.Ignoring;

/// <summary>Images as a source writes them, with stars for any part: <c>mysql:5.7</c>, <c>acme/*</c>, <c>ghcr.io/acme/tool</c>.</summary>
/// <param name="Written">The pattern as written.</param>
internal readonly record struct ImagePattern(string Written)
{
    private const string Hub = "docker.io";

    /// <summary>Whether it is of an image, with its tag or without.</summary>
    internal bool Matches(ImageReference image)
    {
        string[] names = [image.ToString(), image.Name, $"{image.Name}:{image.Tag}"];
        var (written, full) = (Written, InFull(Written));
        return names.Any(name => Glob.TextMatches(written, name) || Glob.TextMatches(full, name));
    }

    // As a reference is read: what is before the first '/' is a registry where it looks like a host, and Docker Hub has 'library' for what has no '/'.
    private static string InFull(string pattern)
    {
        var slash = pattern.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return $"{Hub}/library/{pattern}";
        var (first, others) = (pattern[..slash], pattern[(slash + 1)..]);
        if (first is Hub or "index.docker.io") return others.Contains('/', StringComparison.Ordinal) ? $"{Hub}/{others}" : $"{Hub}/library/{others}";
        return first == "localhost" || first.AsSpan().ContainsAny('.', ':', '*') ? pattern : $"{Hub}/{pattern}";
    }
}
