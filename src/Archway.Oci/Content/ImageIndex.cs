using System.Collections.Immutable;
using System.Text.Json;
using Archway.Oci.Platforms;

namespace Archway.Oci.Content;

/// <summary>One manifest standing for several platforms' images: an OCI index or Docker's manifest list.</summary>
/// <remarks><see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md"/></remarks>
public sealed class ImageIndex : Manifest
{
    // Ten times what the largest have. All of a run's images are in memory at once, and one body holds twenty thousand.
    private const int MostEntries = 1000;

    private ImageIndex(Descriptor self, ReadOnlyMemory<byte> raw) : base(self, raw)
    {
    }

    /// <summary>Every entry that points somewhere, in order: images, attestations, artifacts, further indexes.</summary>
    public required ImmutableArray<Descriptor> Entries { get; init; }

    /// <summary>How many entries name no digest that can be read; what they stand for is not known.</summary>
    public required int UnreadableEntries { get; init; }

    /// <summary>The kind of artifact the index is; null for images.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The manifest that this one is about; null when it stands for itself.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>What the index's author noted in it.</summary>
    public required ImmutableDictionary<string, string> Annotations { get; init; }

    /// <summary>The entries that are images of a known platform.</summary>
    /// <remarks>An entry without platform may be an image all the same: its config says for what. A nested index is not among them either.</remarks>
    public IEnumerable<Descriptor> Images => Entries.Where(IsImage);

    /// <summary>The platforms of the entries that are images; an attestation stands under <c>unknown</c> and runs nowhere.</summary>
    public IEnumerable<Platform> Platforms => Images.Select(entry => entry.Platform!);

    internal static ImageIndex Of(Descriptor self, ReadOnlyMemory<byte> raw, JsonElement root)
    {
        List<Descriptor?> entries = [];
        foreach (var entry in root.Items("manifests"))
        {
            if (entries.Count == MostEntries) throw new FormatException($"the index lists more than {MostEntries} manifests, and no more are read");
            entries.Add(Descriptor.Find(entry, raw));
        }

        return new ImageIndex(self, raw)
        {
            Entries = [.. entries.OfType<Descriptor>()],
            UnreadableEntries = entries.Count(entry => entry is null),
            ArtifactType = root.Text("artifactType") is { Length: > 0 } type ? type : null,
            Subject = root.Object("subject") is { } subject ? Descriptor.Find(subject, raw) : null,
            Annotations = root.Map("annotations"),
        };
    }

    private static bool IsImage(Descriptor entry) =>
        entry is { IsIndex: false, IsAttestation: false, ArtifactType: null, Platform: not { Os: "unknown" } and not { Architecture: "unknown" } and not null };
}
