using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Rendering;

namespace Archway.Scanning;

/// <summary>What to scan, and what to ask of it.</summary>
/// <param name="Targets">What to read; at least one.</param>
/// <param name="Platforms">The platforms that every image must run on; at least one.</param>
/// <param name="Reading">How folders are read.</param>
/// <param name="StandardInput">Where a list on standard input is read from.</param>
public sealed record ScanRequest(ImmutableArray<ScanTarget> Targets, ImmutableArray<Platform> Platforms, ReadingOptions Reading, TextReader StandardInput)
{
    /// <summary>How charts and kustomizations are rendered; null where they are only read.</summary>
    public RenderingOptions? Rendering { get; init; }
}
