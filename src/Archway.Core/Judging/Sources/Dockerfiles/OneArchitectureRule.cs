using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A rule about what in a Dockerfile is there for 64-bit x86 alone.</summary>
internal abstract class OneArchitectureRule(string id, Severity severity) : DockerfileRule(id, severity)
{
    private static readonly Platform Amd64 = Platform.Of("linux", "amd64");

    protected sealed override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context) =>
        context.Lacking(Amd64) is { } lacking && !ArchitectureFile.IsForAmd64(dockerfile.Source.Path) ? Check(dockerfile, lacking) : [];

    /// <summary>What the rule finds in a Dockerfile that is not for one architecture by its name.</summary>
    /// <param name="dockerfile">The file.</param>
    /// <param name="lacking">The first platform asked about that cannot run what is for 64-bit x86.</param>
    protected abstract IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking);

    /// <summary>Whether a stage is left alone: one of Windows, or for one architecture beside a sibling for Arm.</summary>
    protected static bool IsLeftAlone(DockerfileDocument dockerfile, DockerfileStage stage) =>
        DockerfileStages.IsWindows(dockerfile, stage) || DockerfileStages.IsForOneArchitecture(dockerfile, stage);
}
