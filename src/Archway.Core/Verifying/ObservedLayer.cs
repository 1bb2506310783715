using Archway.Oci.Content;
using Archway.Verifying.Trees;

namespace Archway.Verifying;

/// <summary>A layer that was read to its end.</summary>
/// <param name="DiffId">The digest of what it unpacks to.</param>
/// <param name="Record">What was seen in it.</param>
internal sealed record ObservedLayer(Digest DiffId, LayerRecord Record);

/// <summary>Where what was seen in layers is kept from run to run.</summary>
internal interface ILayerStore
{
    /// <summary>Whose layers these are: a registry's with one credential, or this machine's.</summary>
    string Name { get; }

    /// <summary>Whether anything is kept here at all.</summary>
    bool Keeps { get; }

    /// <summary>What is kept of a layer; null when nothing is, or nothing whole.</summary>
    ObservedLayer? Find(Digest layer);

    /// <summary>Keeps what was seen in a layer, where that can be done.</summary>
    void Keep(Digest layer, ObservedLayer observed);
}
