using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Verifying;

namespace Archway.Resolving;

/// <summary>One platform's image under a name.</summary>
/// <param name="Platform">The platform it says it is for.</param>
/// <param name="Manifest">Its manifest.</param>
public sealed record PlatformFacts(Platform Platform, Descriptor Manifest)
{
    /// <summary>Whether the index names the platform; false where only the image's own config does, which some runtimes never read.</summary>
    public bool IsDeclared { get; init; } = true;

    /// <summary>Whether its store has no manifest for it, although the index lists it; false where nobody looked.</summary>
    public bool IsLost { get; init; }

    /// <summary>Why its manifest or config was not read, in words; null where it was, and where nobody looked.</summary>
    public string? Problem { get; init; }

    /// <summary>Its configuration, where it was read.</summary>
    public ImageConfig? Config { get; init; }

    /// <summary>Its layers, lowest first; null where its manifest was not read.</summary>
    public ImmutableArray<Descriptor>? Layers { get; init; }

    /// <summary>The compressed size of its layers in bytes; null where its manifest was not read, or says it of none.</summary>
    public long? LayerBytes => Layers?.Aggregate((long?)0, (sum, layer) => sum + layer.Size is { } more ? more < 0 ? long.MaxValue : more : null);

    /// <summary>What it holds, where that was read.</summary>
    public ContentFacts? Content { get; init; }

    /// <summary>Why its content was not read, in words; null where it was, and where nobody wanted to.</summary>
    public string? ContentProblem { get; init; }

    /// <summary>Whether that is because what its store gave is not what its digests say, which is proof and no lack of it.</summary>
    public bool IsMismatched { get; init; }
}
