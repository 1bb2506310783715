using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>The tag under which a store without the referrers API keeps what refers to a manifest.</summary>
/// <remarks><see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema"/></remarks>
internal static class ReferrersTag
{
    /// <summary>The tag of a subject's referrers: <c>sha256-9f86d0…</c>.</summary>
    internal static string Of(Digest subject) => $"{subject.Algorithm}-{subject.Hex}";

    /// <summary>Whether a name is such a tag.</summary>
    internal static bool Is(string name) => name.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash
        && Digest.Read($"{name[..dash]}:{name[(dash + 1)..]}").Value is not null;

    /// <summary>What the tag lists; nothing where there is none, or something else stands under it.</summary>
    internal static async Task<IReadOnlyList<Descriptor>> ReadAsync(IRepository repository, Digest subject, CancellationToken cancellationToken) =>
        await repository.FindManifestAsync(Of(subject), cancellationToken).ConfigureAwait(false) is ImageIndex index ? index.Entries : [];
}
