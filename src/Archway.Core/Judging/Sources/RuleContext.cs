using System.Collections.Immutable;
using Archway.Judging.Sources.Dockerfiles;
using Archway.Knowing;
using Archway.Oci.Platforms;

namespace Archway.Judging.Sources;

/// <summary>What a rule knows beside the document that it looks at.</summary>
/// <param name="Targets">The platforms that everything is to run on.</param>
/// <param name="Catalog">What is known about software.</param>
internal sealed record RuleContext(ImmutableArray<Platform> Targets, Catalog Catalog)
{
    /// <summary>What is known of Dockerfiles once they are read.</summary>
    internal TargetRuns Runs { get; } = new();

    /// <summary>What the builds of the tree give Dockerfiles, once all is read.</summary>
    internal GivenArguments Given { get; } = new();

    /// <summary>The first platform that a machine of this one cannot stand in for; null where it serves them all.</summary>
    internal Platform? Lacking(Platform only) => Targets.FirstOrDefault(target => !target.CanRun(only));
}
