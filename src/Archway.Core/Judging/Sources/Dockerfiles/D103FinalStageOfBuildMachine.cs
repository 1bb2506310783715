using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A last stage, which is what is shipped, on the base image of the machine that builds.</summary>
internal sealed class D103FinalStageOfBuildMachine() : DockerfileRule("D103", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context)
    {
        if (dockerfile.Stages is not [.., var last] || !IsShipped(dockerfile, last)) yield break;
        var root = DockerfileStages.RootOf(dockerfile, last);
        if (PlatformOption.Of(root) is not { } platform || !DockerfileStages.IsOfBuildMachine(dockerfile, last)) yield break;
        if (root.From.Words is not [var image, ..] || IsWithoutPrograms(image.Text) || DockerfileStages.IsWindows(dockerfile, last)) yield break;
        yield return Found(dockerfile.Source, platform.Start - PlatformOption.Written.Length, platform.Length + PlatformOption.Written.Length,
            root == last
                ? "the last stage, which is what is shipped, holds the programs of the machine that builds, whatever the build is for; take the platform off"
                : "the last stage, which is what is shipped, is built on this one and so holds the programs of the machine that builds; "
                    + "take the platform off here, or base the last stage on an image",
            PlatformOption.TakeOff(dockerfile.Source, platform, root == last ? FixSafety.Safe : FixSafety.Ask));
    }

    // Certificates and time zones are the same everywhere.
    private static bool IsWithoutPrograms(string image) =>
        image.Equals("scratch", StringComparison.OrdinalIgnoreCase) || image.Has("/distroless/static") || image.Has("chainguard/static");

    // A stage that tells a container what to run is meant to be one; others, as those of tests or of files to be put out, may well run where they are built.
    private static bool IsShipped(DockerfileDocument dockerfile, DockerfileStage last)
    {
        for (DockerfileStage? stage = last; stage is not null; stage = DockerfileStages.ParentOf(dockerfile, stage))
            if (stage.Instructions.Any(instruction => instruction.Name is "ENTRYPOINT" or "CMD")) return true;
        return false;
    }
}
