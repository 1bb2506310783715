using System.Text.RegularExpressions;
using Archway.Oci.References;

namespace Archway.Reading.Kubernetes;

/// <summary>Tells image references from what looks like one: addresses, paths, hosts with ports, quantities.</summary>
/// <remarks>Strict on purpose: an image taken from an argument that is none would be looked up, not found, and be called missing.</remarks>
internal static partial class ImageText
{
    private const int LongestText = 512;

    /// <summary>The image of an argument such as <c>--sidecar-image=quay.io/acme/sidecar:v1</c>.</summary>
    internal static string? OfFlag(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && argument.Length <= LongestText ? OfNamed(argument[..equals], argument[(equals + 1)..].Trim('"', '\'')) : null;
    }

    /// <summary>The image of a named value: any with a version under a name that speaks of an image, one in full under another.</summary>
    internal static string? OfNamed(string name, string? value)
    {
        if (value is null or { Length: > LongestText } || IsPathOrAddress(value)) return null;
        var isImage = NameOfImage().IsMatch(name)
            ? IsVersioned(value) || IsPlainlyReference(value)
            : HasHost(value) && IsVersioned(value) && HasVersionNumber(value);
        return isImage && ImageReference.Read(value).Value is not null ? value : null;
    }

    /// <summary>The image of an annotation, when its key speaks of one.</summary>
    internal static string? OfAnnotation(string key, string? value) =>
        key.Contains("image", StringComparison.OrdinalIgnoreCase) && value is { Length: <= LongestText } && IsPlainlyReference(value) ? value : null;

    /// <summary>Whether the text is a reference and can hardly be anything else: a path, and with it a host, a tag or a digest.</summary>
    internal static bool IsPlainlyReference(string text) =>
        text.Length <= LongestText && text.Contains('/', StringComparison.Ordinal) && !IsPathOrAddress(text)
        && (HasHost(text) || IsVersioned(text)) && ImageReference.Read(text).Value is not null;

    /// <summary>Whether the text is a URL or a path of a file.</summary>
    internal static bool IsPathOrAddress(string text) =>
        text is ['/' or '.' or '~', ..] || text.Contains("://", StringComparison.Ordinal) || text.Contains(' ', StringComparison.Ordinal)
        // A disk of Google's machines, as in projects/acme/global/images/node.
        || (text.StartsWith("projects/", StringComparison.Ordinal) && text.Contains("/global/images/", StringComparison.Ordinal))
        || FileName().IsMatch(text);

    private static bool HasHost(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && text.AsSpan(0, slash).ContainsAny('.', ':');
    }

    private static bool IsVersioned(string text)
    {
        var last = text[(text.LastIndexOf('/') + 1)..];
        if (last.Contains('@', StringComparison.Ordinal)) return true;
        var colon = last.IndexOf(':', StringComparison.Ordinal);
        // "api:8080" is a host with its port.
        return colon > 0 && (last.Length < text.Length || !last[(colon + 1)..].All(char.IsAsciiDigit));
    }

    /// <summary>Whether the tag may be a version: <c>app.kubernetes.io/name:cart</c> is a label, and <c>data.example/path:ro</c> a mount.</summary>
    private static bool HasVersionNumber(string text) =>
        text[text.LastIndexOf(':')..].Any(char.IsAsciiDigit) || text.EndsWith(":latest", StringComparison.Ordinal);

    // sidecar-image, RELATED_IMAGE_OPERATOR, IMAGE_API, proxyImage; not image-pull-policy, image.registry or imageTag.
    [GeneratedRegex(
        @"(?:(?:^|[-_.])image|(?<=[a-z])Image|(?:^|_)IMAGE)$|^(?:RELATED_)?IMAGE_(?!TAG|PULL|REGISTRY|REPO|VERSION)",
        RegexOptions.CultureInvariant)]
    private static partial Regex NameOfImage();

    [GeneratedRegex(
        @"\.(?:png|jpe?g|gif|svg|ico|webp|bmp|iso|qcow2|img|vmdk|vhd|raw|tar|gz|xz|zip|json|ya?ml|html?|md|go|sh|py|js|ts|conf|txt)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
