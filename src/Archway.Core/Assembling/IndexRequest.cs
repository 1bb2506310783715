using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Assembling;

/// <summary>What an index is to be.</summary>
/// <param name="Target">Where it goes.</param>
public sealed record IndexRequest(ImageSource Target)
{
    /// <summary>The index to begin with; null for a new one.</summary>
    public ImageSource? Base { get; init; }

    /// <summary>The images to take in: single ones, or indexes with all they list.</summary>
    public ImmutableArray<ImageSource> Images { get; init; } = [];

    /// <summary>Whether an image takes the place of the one that is there for its platform; otherwise that is refused.</summary>
    public bool Replaces { get; init; }

    /// <summary>The platforms whose images are taken out.</summary>
    public ImmutableArray<Platform> Removed { get; init; } = [];

    /// <summary>Whether what was taken out is deleted from the registry too, once the index without it is published.</summary>
    public bool Deletes { get; init; }

    /// <summary>The platforms it must have in the end.</summary>
    public ImmutableArray<Platform> Required { get; init; } = [];

    /// <summary>What is noted in the index; an empty value takes a note away.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Annotations { get; init; } = [];

    /// <summary>What is noted beside the entries of some platforms; an empty value takes a note away.</summary>
    public ImmutableArray<EntryAnnotation> EntryAnnotations { get; init; } = [];

    /// <summary>Whether it is Docker's manifest list; null where its entries decide, as Docker does.</summary>
    public bool? IsDocker { get; init; }
}

/// <summary>A note beside the entry of a platform.</summary>
/// <param name="Platform">Which entry.</param>
/// <param name="Name">The note's name.</param>
/// <param name="Value">What it says; empty takes it away.</param>
public sealed record EntryAnnotation(Platform Platform, string Name, string Value);
