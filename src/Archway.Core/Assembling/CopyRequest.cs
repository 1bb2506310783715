using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Assembling;

/// <summary>One image that is to be copied.</summary>
/// <param name="From">Where it is.</param>
/// <param name="To">Where it goes.</param>
public sealed record CopyRequest(ImageSource From, ImageSource To)
{
    /// <summary>The platforms to copy; none for all there are.</summary>
    public ImmutableArray<Platform> Platforms { get; init; } = [];

    /// <summary>Whether what refers to it, as signatures do, goes with it.</summary>
    public bool WithReferrers { get; init; } = true;
}
