using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;

namespace Archway.Assembling;

/// <summary>What came of a copy.</summary>
/// <param name="Request">What was to be copied.</param>
/// <param name="Source">The digest at the source.</param>
/// <param name="Target">The digest at the target: another one where platforms were left out.</param>
/// <param name="Kept">The platforms that were named and copied; none where all there are were.</param>
/// <param name="Dropped">The platforms that were left out.</param>
/// <param name="LeftReferrers">How many signatures and the like of the whole index were left behind, since they speak of the other digest.</param>
public sealed record CopyResult(
    CopyRequest Request, Digest Source, Digest Target, ImmutableArray<Platform> Kept, ImmutableArray<Platform> Dropped, int LeftReferrers)
{
    /// <summary>How many entries of the image name no digest that can be read: kept as they stand where the digest is the same, else left out.</summary>
    public int Unreadable { get; init; }
}
