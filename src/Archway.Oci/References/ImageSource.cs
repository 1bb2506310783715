using Archway.Oci.Content;

namespace Archway.Oci.References;

/// <summary>What can be asked for an image: a registry, or a layout folder or an archive on disk.</summary>
/// <remarks>
/// Written as a reference, or as <c>SCHEME:PATH</c> with <c>:NAME</c> or <c>@DIGEST</c> behind it. A path therefore holds no colon, but for the
/// one behind a Windows drive's letter; <c>NAME</c> is a tag or a whole reference, as the layout's index or the archive spells it.
/// </remarks>
public sealed record ImageSource
{
    private const string Explicit = "image:";
    private const int LongestShown = 200;

    private static readonly (string Scheme, ImageSourceKind Kind)[] Schemes =
    [
        ("oci:", ImageSourceKind.Layout),
        ("oci-archive:", ImageSourceKind.LayoutArchive),
        ("docker-archive:", ImageSourceKind.DockerArchive),
    ];

    private ImageSource(ImageSourceKind kind) => Kind = kind;

    /// <summary>Which kind of place it is.</summary>
    public ImageSourceKind Kind { get; }

    /// <summary>The reference, where a registry is asked; else null.</summary>
    public ImageReference? Reference { get; private init; }

    /// <summary>The folder or file as it is written, where the image lies on disk; else null.</summary>
    public string? Path { get; private init; }

    /// <summary>Where the folder or file is opened: at its path, from the folder that <see cref="From"/> names; null for a registry.</summary>
    public string? Location { get; private init; }

    /// <summary>Which image of the folder or file, by name or digest; null for the only one, and for a registry.</summary>
    public string? Selector { get; private init; }

    /// <summary>The image that a registry keeps under <paramref name="reference"/>.</summary>
    public static ImageSource Of(ImageReference reference) => new(ImageSourceKind.Registry) { Reference = reference };

    /// <summary>Reads a source.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static ImageSource Parse(string text) => Read(text).ValueOrThrow();

    /// <summary>Reads a source.</summary>
    public static Parsed<ImageSource> Read(string? text)
    {
        foreach (var (scheme, kind) in Schemes)
            if (text?.StartsWith(scheme, StringComparison.Ordinal) == true) return ReadPath(kind, scheme, text[scheme.Length..]);

        var reference = ImageReference.Read(text?.StartsWith(Explicit, StringComparison.Ordinal) == true ? text[Explicit.Length..] : text);
        return reference.TryGetValue(out var found) ? Parsed.Value(Of(found)) : Parsed.Problem<ImageSource>(reference.Problem!);
    }

    /// <summary>The same source, its path starting from <paramref name="folder"/> and not from the folder of this process.</summary>
    public ImageSource From(string folder) => Path is null ? this : this with { Location = System.IO.Path.GetFullPath(Path, folder) };

    /// <summary>The source as it is written.</summary>
    public override string ToString()
    {
        if (Reference?.ToString() is { } reference)
        {
            // A host may be named as a scheme is: oci:5000/a.
            var colon = reference.IndexOf(':', StringComparison.Ordinal) + 1;
            return reference[..colon] == Explicit || Array.Exists(Schemes, known => known.Scheme == reference[..colon]) ? Explicit + reference : reference;
        }

        var scheme = Schemes.Single(known => known.Kind == Kind).Scheme;
        return $"{scheme}{Path}{(Selector is null ? "" : Digest.Read(Selector).Value is null ? ":" + Selector : "@" + Selector)}";
    }

    private static Parsed<ImageSource> ReadPath(ImageSourceKind kind, string scheme, string rest)
    {
        if (rest.StartsWith("//", StringComparison.Ordinal) && WrittenLogin.IsIn(scheme + rest))
            return Parsed.Problem<ImageSource>($"'{Shown(WrittenLogin.Hide(scheme + rest))}' is no folder or file: it holds a login, which has no place there");
        var (path, selector) = (rest, (string?)null);
        // A name may have a digest behind it, a path may hold an '@': only what reads as a digest is one.
        if (rest.LastIndexOf('@') is > 0 and var at && Digest.Read(rest[(at + 1)..]).Value is not null)
            (path, selector) = (rest[..at], rest[(at + 1)..]);
        var drive = path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/' ? 2 : 0;
        if (path.IndexOf(':', drive) is >= 0 and var colon)
        {
            var name = path[(colon + 1)..];
            path = path[..colon];
            if (name.Length == 0 || name.Length > 512 || name.Any(char.IsControl))
                return Parsed.Problem<ImageSource>($"'{scheme}{Shown(path)}:' has no name behind the colon; leave the colon out for the only image, or name one");
            selector ??= name;
        }

        return path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)
            ? Parsed.Problem<ImageSource>($"'{scheme}' needs a path behind it, like {scheme}{(kind == ImageSourceKind.Layout ? "folder" : "image.tar")}")
            : Parsed.Value(new ImageSource(kind) { Path = path, Location = path, Selector = selector });
    }

    private static string Shown(string path) => path.Length > LongestShown ? path[..LongestShown] + "…" : path;
}
