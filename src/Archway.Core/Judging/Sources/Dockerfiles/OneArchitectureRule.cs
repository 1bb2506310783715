using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A rule about what in a Dockerfile is there for 64-bit x86 alone.</summary>
internal abstract class OneArchitectureRule(string id, Severity severity) : DockerfileRule(id, severity)
{
    private static readonly Platform Amd64 = Platform.Of("linux", "amd64");

    protected sealed override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context) =>
        context.Lacking(Amd64) is { } lacking && !ArchitectureFile.IsForAmd64(dockerfile.Source.Path) ? Check(dockerfile, lacking, context) : [];

    /// <summary>The same, by what is known besides.</summary>
    protected virtual IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking, RuleContext context) => Check(dockerfile, lacking);

    /// <summary>What the rule finds in a Dockerfile that is not for one architecture by its name.</summary>
    /// <param name="dockerfile">The file.</param>
    /// <param name="lacking">The first platform asked about that cannot run what is for 64-bit x86.</param>
    protected virtual IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking) => [];

    /// <summary>What the stages run that are not left alone.</summary>
    protected static IEnumerable<RunScript> Scripts(DockerfileDocument dockerfile)
    {
        HashSet<DockerfileStage> alone = [.. dockerfile.Stages.Where(stage => IsLeftAlone(dockerfile, stage))];
        return DockerfileCode.Of(dockerfile).Scripts.Where(script => !alone.Contains(script.Stage));
    }

    /// <summary>The instructions of some names that are in stages not left alone, and the words of each.</summary>
    protected static IEnumerable<(DockerfileStage Stage, DockerfileInstruction Instruction)> Instructions(DockerfileDocument dockerfile,
        params string[] names) =>
        from stage in dockerfile.Stages
        where stage.Instructions.Any(instruction => names.Contains(instruction.Name)) && !IsLeftAlone(dockerfile, stage)
        from instruction in stage.Instructions
        where names.Contains(instruction.Name)
        select (stage, instruction);

    /// <summary>Whether a stage is left alone: one of Windows, or for one architecture beside a sibling for Arm.</summary>
    protected static bool IsLeftAlone(DockerfileDocument dockerfile, DockerfileStage stage) =>
        DockerfileStages.IsWindows(dockerfile, stage) || DockerfileStages.IsForOneArchitecture(dockerfile, stage);
}
