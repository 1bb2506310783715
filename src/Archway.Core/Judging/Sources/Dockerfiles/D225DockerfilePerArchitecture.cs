using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A Dockerfile that is for 64-bit x86 by its name: <c>Dockerfile.amd64</c>.</summary>
internal sealed class D225DockerfilePerArchitecture() : DockerfileRule("D225", Severity.Note)
{
    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context)
    {
        if (context.Lacking(Platform.Of("linux", "amd64")) is not { } lacking || dockerfile.Stages is not [var first, ..]) yield break;
        if (!ArchitectureFile.IsForAmd64(dockerfile.Source.Name)) yield break;
        if (ArchitectureQuestion.NamesArm(dockerfile.Source.Name) || DockerfileStages.IsWindows(dockerfile, first)
            || dockerfile.Source.Name.Contains("windows", StringComparison.OrdinalIgnoreCase)) yield break;
        yield return Found(dockerfile.Source, first.From.Keyword.Start, first.From.Keyword.Length,
            $"the file is for 64-bit x86 by its name, and {lacking} needs another one beside it; "
            + "one file for all platforms is built by one command and cannot drift apart", platform: lacking);
    }
}
