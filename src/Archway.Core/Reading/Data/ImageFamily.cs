using Archway.Oci;

namespace Archway.Reading.Data;

/// <summary>An image written in parts: <c>registry</c>, <c>repository</c>, <c>tag</c> and <c>digest</c> beside each other.</summary>
/// <param name="Repository">The part that names it; there the image is placed.</param>
/// <param name="Registry">The registry, where it is written apart.</param>
/// <param name="Tag">The tag, when it has a value.</param>
/// <param name="Digest">The digest, with its algorithm, when it has a value.</param>
internal sealed record ImageFamily(DataScalar Repository, string? Registry, string? Tag, string? Digest)
{
    private static readonly string[] Companions = ["tag", "registry", "digest", "pullPolicy", "imagePullPolicy", "sha", "imageTag", "version"];

    /// <summary>The member that holds the tag; null where none has a value.</summary>
    internal DataScalar? TagMember { get; private init; }

    /// <summary>The member that holds the digest; null where none has a value.</summary>
    internal DataScalar? DigestMember { get; private init; }

    /// <summary>Whether the tag or the digest is written here.</summary>
    internal bool HasVersion => Tag is not null || Digest is not null;

    /// <summary>The family of a mapping; null when it has no repository, or one that is an address of something else.</summary>
    internal static ImageFamily? Of(DataNode mapping, bool isNamedImage = true)
    {
        var hasCompanion = Companions.Any(name => (mapping as DataMapping)?.Find(name) is not null);
        if (!hasCompanion && !isNamedImage) return null;
        // Beside an empty repository a name is the last part of something that only the chart's templates put together.
        var isOtherwiseNamed = isNamedImage && hasCompanion && (mapping as DataMapping)?.Find("repository") is null;
        var repository = Named(mapping, "repository")
            ?? (isOtherwiseNamed ? OtherwiseNamed(mapping) : null);
        if (repository is null || IsAddress(repository.Value)) return null;
        var tag = Named(mapping, "tag") ?? Named(mapping, "imageTag") ?? Named(mapping, "version");
        return new(repository, Part(mapping, "registry"), tag?.Value.Trim(), DigestOf(mapping))
        {
            TagMember = tag,
            DigestMember = Named(mapping, "digest") ?? Named(mapping, "sha"),
        };
    }

    /// <summary>The reference in one piece.</summary>
    /// <param name="registry">A registry that takes the place of the one written, as a chart's global one does.</param>
    /// <param name="defaultTag">What stands in for a tag that is not written.</param>
    internal Parsed<string> Resolve(string? registry, Parsed<string>? defaultTag)
    {
        var host = (registry ?? Registry)?.TrimEnd('/');
        var name = Repository.Value.Trim().TrimEnd('/');
        if (!string.IsNullOrEmpty(host)) name = $"{host}/{name.TrimStart('/')}";
        // A repository may bring its own tag, and a tag its own digest.
        if (IsVersioned(name)) return Parsed.Value(name);
        if (!HasVersion && defaultTag is { } unwritten) return unwritten.TryGetValue(out var tag) ? Parsed.Value($"{name}:{tag}") : unwritten;
        var version = Tag switch { null => "", ['s', 'h', 'a', _, _, _, ':', ..] => "@" + Tag, ['@', ..] => Tag, _ => ":" + Tag };
        return Parsed.Value(name + version + (Digest is null || version.Contains('@', StringComparison.Ordinal) ? "" : "@" + Digest));
    }

    /// <summary>Whether a reference brings its own tag or digest.</summary>
    internal static bool IsVersioned(string text) => text.LastIndexOf(':') > text.LastIndexOf('/') || text.Contains('@', StringComparison.Ordinal);

    /// <summary>An image written in one piece and its tag in a member of its own beside it; the text as it is where none stands there.</summary>
    /// <param name="parent">The mapping that both stand in.</param>
    /// <param name="key">
    /// The image's name there: <c>image</c> beside <c>imageTag</c> or <c>tag</c>, <c>baseImage</c> beside <c>sha</c>, <c>tag</c> or <c>version</c>.
    /// </param>
    /// <param name="text">The image.</param>
    /// <param name="beside">What is known of the members beside it.</param>
    internal static Parsed<string> WithTagBeside(DataNode parent, string key, string text, TagBeside beside = TagBeside.Tags)
    {
        if (beside == TagBeside.None || IsVersioned(text) || Placeholder.Find(text) is not null || text.Length == 0) return Parsed.Value(text);
        var isBase = key == "baseImage";
        if (isBase && Part(parent, "sha") is { } sha) return Parsed.Value($"{text}@sha256:{sha}");
        var tag = Part(parent, key + "Tag") ?? (isBase || key == "image" ? Part(parent, "tag") : null)
            ?? (isBase || beside == TagBeside.Version ? Part(parent, "version") : null);
        if (tag is not null) return Parsed.Value(tag.Contains(':', StringComparison.Ordinal) ? $"{text}@{tag}" : $"{text}:{tag}");
        // A version is the tag of some, and of others what the controller does.
        return key == "image" && text.Contains('/', StringComparison.Ordinal) && Part(parent, "version") is { } version
            ? Parsed.Problem<string>($"it has no tag, and whether the version {version} beside it is one cannot be told")
            : Parsed.Value(text);
    }

    /// <summary>The repository under another name, unless it is a bare word that may as well be one part of what the chart's templates put together.</summary>
    private static DataScalar? OtherwiseNamed(DataNode mapping)
    {
        var named = Named(mapping, "repo") ?? Named(mapping, "name") ?? Named(mapping, "image");
        if (named is null || named.Value.Contains('/', StringComparison.Ordinal) || Named(mapping, "registry") is not null) return named;
        var isTagged = Named(mapping, "tag") is not null || Named(mapping, "imageTag") is not null || DigestOf(mapping) is not null;
        return isTagged && named != Named(mapping, "name") ? named : null;
    }

    private static DataScalar? Named(DataNode mapping, string name) =>
        mapping[name] is DataScalar { IsNull: false } scalar && scalar.Value.Trim().Length > 0 ? scalar : null;

    private static string? Part(DataNode mapping, string name) => Named(mapping, name)?.Value.Trim();

    private static string? DigestOf(DataNode mapping)
    {
        if (Part(mapping, "digest") is { } digest) return digest.TrimStart('@');
        return Part(mapping, "sha") is { } sha ? (sha.Contains(':', StringComparison.Ordinal) ? sha : "sha256:" + sha) : null;
    }

    private static bool IsAddress(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.StartsWith("git@", StringComparison.Ordinal) || text.StartsWith('/') || text.StartsWith('.')
        || text.EndsWith(".git", StringComparison.Ordinal);
}
