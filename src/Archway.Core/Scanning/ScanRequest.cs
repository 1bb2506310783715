using System.Collections.Immutable;
using Archway.Aws;
using Archway.Clusters;
using Archway.Configuring;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Reading.Git;
using Archway.Rendering;
using Archway.Verifying;

namespace Archway.Scanning;

/// <summary>What to scan, and what to ask of it.</summary>
/// <param name="Targets">What to read; at least one.</param>
/// <param name="Platforms">The platforms that every image must run on; at least one.</param>
/// <param name="Reading">How folders are read.</param>
/// <param name="StandardInput">Where a list on standard input is read from.</param>
public sealed record ScanRequest(ImmutableArray<ScanTarget> Targets, ImmutableArray<Platform> Platforms, ReadingOptions Reading, TextReader StandardInput)
{
    /// <summary>What changes alone count; null when everything does.</summary>
    public ChangesSince? Changes { get; init; }

    /// <summary>The owners whose files alone count; empty when everybody's do.</summary>
    public ImmutableArray<string> Owners { get; init; } = [];

    /// <summary>What the user asks of rules; it outranks what a target says itself.</summary>
    public ImmutableArray<RuleSetting> Rules { get; init; } = [];

    /// <summary>Whether the targets' own configurations are heeded.</summary>
    public bool HeedsTreeConfiguration { get; init; } = true;

    /// <summary>The day, by which what the targets let be may hold no longer.</summary>
    public DateOnly Today { get; init; } = DateOnly.MaxValue;

    /// <summary>How charts and kustomizations are rendered; null where they are only read.</summary>
    public RenderingOptions? Rendering { get; init; }

    /// <summary>Whether the nearest image that runs is looked for however many do not run, and not only where they are few.</summary>
    public bool SearchesAll { get; init; }

    /// <summary>What asking live clusters rests on; null where none is asked.</summary>
    public ClusterSettings? Clusters { get; init; }

    /// <summary>What asking AWS rests on; null where it is not asked.</summary>
    public AwsSettings? Aws { get; init; }

    /// <summary>The namespaces of live clusters that alone are read; empty for all.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>Whether images of live clusters are asked for with the pull secrets of their namespaces.</summary>
    public bool ReadsPullSecrets { get; init; }

    /// <summary>Whether the pods that workloads make are kept beside their images, so that they can be placed.</summary>
    public bool KeepsPods { get; init; }

    /// <summary>How much is read of what images hold; null for nothing.</summary>
    public ContentWish? Contents { get; init; }
}
