using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;

namespace Archway.Assembling;

/// <summary>An entry that an index is to have.</summary>
/// <param name="Descriptor">Where it points, and what it says beside that.</param>
/// <param name="Json">The entry as it will stand in the index.</param>
/// <param name="Manifest">What it points to; null for what was there before and need not be read.</param>
/// <param name="Origin">Where that comes from.</param>
/// <param name="Repository">What reads it there.</param>
internal sealed record IndexEntry(Descriptor Descriptor, ReadOnlyMemory<byte> Json, Manifest? Manifest, ImageSource Origin, IRepository Repository)
{
    private const string About = "vnd.docker.reference.digest";

    /// <summary>The platform of an image; null for attestations and artifacts.</summary>
    internal Platform? Platform { get; init; }

    /// <summary>Whether it was made in this run, on what its origin has, and so is nowhere yet.</summary>
    internal bool IsNew { get; init; }

    /// <summary>The digest that an attestation is about; null for everything else.</summary>
    internal string? AttestationOf => Descriptor.IsAttestation ? Descriptor.Annotations.GetValueOrDefault(About) : null;

    /// <summary>How messages name it.</summary>
    internal string Name => Origin.Reference is { } reference && Manifest is not null ? $"{reference.Name}@{Descriptor.Digest}" : $"{Origin} ({Descriptor.Digest})";
}
