using Archway.Oci;
using Archway.Oci.References;

namespace Archway.Knowing;

/// <summary>A question to the catalog: software by its name, with a version or without, or an image.</summary>
public sealed record CatalogQuestion
{
    // Longer than any name or version in use.
    private const int Longest = 128;
    private const string ImageScheme = "image:";

    private CatalogQuestion(string written) => Written = written;

    /// <summary>The question as asked.</summary>
    public string Written { get; }

    /// <summary>The image asked about; null when software is.</summary>
    public ImageReference? Image { get; private init; }

    /// <summary>The name of the software asked about; null when an image is.</summary>
    public string? Name { get; private init; }

    /// <summary>The version of the software; null when none was named, or when an image is asked about.</summary>
    public string? Version { get; private init; }

    /// <summary>Reads <c>NAME</c>, <c>NAME@VERSION</c> or an image reference, which has a slash, a colon or a digest.</summary>
    public static Parsed<CatalogQuestion> Read(string text)
    {
        // As the other commands have it.
        if (text.StartsWith(ImageScheme, StringComparison.Ordinal)) return OfImage(text, text[ImageScheme.Length..]);
        var at = text.LastIndexOf('@');
        if (at < 0) return text.AsSpan().ContainsAny('/', ':') ? OfImage(text, text) : OfName(text, text, version: null);
        var (name, version) = (text[..at], text[(at + 1)..]);
        if (name.Contains(':', StringComparison.Ordinal) || version.Contains(':', StringComparison.Ordinal)) return OfImage(text, text);
        // istio/pilot@1.14 is how people of other tools write a tag.
        return name.Contains('/', StringComparison.Ordinal) && version.Length > 0 ? OfImage(text, $"{name}:{version}") : OfName(text, name, version);
    }

    private static Parsed<CatalogQuestion> OfImage(string text, string reference) => ImageReference.Read(reference) switch
    {
        { Value: { } image } => Parsed.Value(new CatalogQuestion(text) { Image = image }),
        { Problem: var problem } => Parsed.Problem<CatalogQuestion>(problem!),
    };

    private static Parsed<CatalogQuestion> OfName(string text, string name, string? version)
    {
        if (version is { Length: 0 }) return Parsed.Problem<CatalogQuestion>($"'{Shortened(text)}' has no version behind the @; leave the @ away to be told since when");
        return IsPlain(name) && (version is null || (IsPlain(version) && !version.Any(char.IsWhiteSpace)))
            ? Parsed.Value(new CatalogQuestion(text) { Name = name.Trim(), Version = version })
            : Parsed.Problem<CatalogQuestion>($"'{Shortened(text)}' is not NAME, NAME@VERSION or an image reference");
    }

    private static bool IsPlain(string text) => text.Length <= Longest && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    private static string Shortened(string text) => WrittenLogin.Hide(text) is { Length: > Longest } much ? $"{much.AsSpan(0, Longest - 1)}…" : WrittenLogin.Hide(text);
}
