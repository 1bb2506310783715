using Archway.Oci.Content;

namespace Archway.Oci.References;

/// <summary>Which image is meant, in full: <c>docker.io/library/nginx:1.27</c>.</summary>
/// <remarks>
/// Read with the grammar and the Docker Hub normalisation of the reference package of the distribution project; a name with neither tag nor
/// digest means the tag <c>latest</c>. What the author typed is kept by whoever read it, not here.
/// <see href="https://github.com/distribution/reference/blob/v0.6.0/reference.go"/>
/// </remarks>
public sealed record ImageReference
{
    internal ImageReference(string registry, string repository) => (Registry, Repository) = (registry, repository);

    /// <summary>The registry's host, with its port where one is given: <c>docker.io</c>, <c>localhost:5000</c>, <c>[::1]:5000</c>.</summary>
    public string Registry { get; }

    /// <summary>The path within the registry: <c>library/nginx</c>.</summary>
    public string Repository { get; }

    /// <summary>The tag; null only when a digest alone selects the image.</summary>
    public string? Tag { get; internal init; }

    /// <summary>The digest, where the reference is pinned to one.</summary>
    public Digest? Digest { get; internal init; }

    /// <summary>The repository with its registry, without tag or digest: <c>docker.io/library/nginx</c>.</summary>
    public string Name => $"{Registry}/{Repository}";

    /// <summary>The part after the repository that a registry is asked for; a digest outranks a tag.</summary>
    public string Selector => Digest?.ToString() ?? Tag!;

    /// <summary>Reads a reference as Docker and Kubernetes do.</summary>
    /// <exception cref="FormatException">The text is no reference.</exception>
    public static ImageReference Parse(string text) => Read(text).ValueOrThrow();

    /// <summary>Reads a reference as Docker and Kubernetes do.</summary>
    public static Parsed<ImageReference> Read(string? text) => ReferenceGrammar.Read(text);

    /// <summary>The same image by its digest; the tag, if any, is kept beside it.</summary>
    public ImageReference PinnedTo(Digest digest) => this with { Digest = digest };

    /// <summary>The same repository at another tag, not pinned.</summary>
    /// <exception cref="FormatException"><paramref name="tag"/> is no tag.</exception>
    public ImageReference WithTag(string tag) =>
        ReferenceGrammar.IsTag(tag) ? this with { Tag = tag, Digest = null } : throw new FormatException($"'{tag}' is not a tag");

    /// <summary>The reference in full, with tag and digest where it has them: <c>docker.io/library/nginx:1.27@sha256:…</c>.</summary>
    public override string ToString() => $"{Name}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";
}
