using Archway.Oci;
using Archway.Oci.Platforms;

namespace Archway.Assembling.Laying;

/// <summary>A folder, or a file, that is laid over a base.</summary>
/// <param name="Platform">The platform whose image gets it; null for every one.</param>
/// <param name="Source">Where it is.</param>
/// <param name="Target">Where its content lies in the image, from the root.</param>
public sealed record AddedFolder(Platform? Platform, string Source, string Target)
{
    private const string UsualTarget = "/app";

    /// <summary>Reads <c>[PLATFORM=]FOLDER[:/PATH]</c>; without a path the content lies in <c>/app</c>.</summary>
    public static Parsed<AddedFolder> Read(string? text)
    {
        var rest = text ?? "";
        Platform? platform = null;
        if (rest.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign && Platform.Read(rest[..sign]).TryGetValue(out var named))
            (platform, rest) = (named, rest[(sign + 1)..]);
        var colon = rest.LastIndexOf(":/", StringComparison.Ordinal);
        var (source, target) = colon > 1 ? (rest[..colon], rest[(colon + 1)..]) : (rest, UsualTarget);
        if (source.Length == 0 || source.Contains('\0', StringComparison.Ordinal))
            return Parsed.Problem<AddedFolder>($"'{text}' names no folder; write it as FOLDER:/PATH, or as linux/arm64=FOLDER:/PATH for one platform");
        var parts = target.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Array.Exists(parts, part => part is "." or ".." || part.Any(char.IsControl))
            ? Parsed.Problem<AddedFolder>($"'{target}' is no path in an image; write it from the root and without dots, like /app")
            : Array.Exists(parts, AddedFiles.IsKept) ? Parsed.Problem<AddedFolder>($"'{target}' has a name that layers keep for what they take away; name another")
            : Parsed.Value(new AddedFolder(platform, source, "/" + string.Join('/', parts)));
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => $"{(Platform is null ? "" : $"{Platform}=")}{Source}:{Target}";
}
