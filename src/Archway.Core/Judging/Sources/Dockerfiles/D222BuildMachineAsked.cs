using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A stage of the machine that builds that asks this machine for its architecture, for something that is shipped.</summary>
/// <remarks>
/// What such a stage fetches to run itself is rightly for that machine; so only what a stage of the target's platform copies out of it counts. Within the stage
/// <c>uname -m</c> tells the machine that builds, for a <c>FROM --platform=$BUILDPLATFORM</c> is run by it without emulation.
/// </remarks>
internal sealed class D222BuildMachineAsked() : DockerfileRule("D222", Severity.Warning)
{
    private static readonly string[] Questions = ["uname -m", "uname -p", "dpkg --print-architecture", "apk --print-arch", "$(arch)"];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context)
    {
        var code = DockerfileCode.Of(dockerfile);
        foreach (var script in code.Scripts)
        {
            if (QuestionIn(code, script) is not var (start, length) || !DockerfileStages.IsOfBuildMachine(dockerfile, script.Stage)) continue;
            if (script.Contains("TARGETARCH") || script.Contains("TARGETPLATFORM") || !IsHandedOn(dockerfile, script)) continue;
            yield return Found(dockerfile.Source, start, length,
                $"'{code.Text.Substring(start, length)}' tells the machine that builds, as the stage is on $BUILDPLATFORM, "
                + "and what comes of it is shipped; use $TARGETARCH");
        }
    }

    private static (int Start, int Length)? QuestionIn(DockerfileCode code, RunScript script)
    {
        foreach (var word in script.Commands.SelectMany(command => command))
            foreach (var question in Questions)
                if (script.Raw(word).IndexOf(question, StringComparison.Ordinal) is >= 0 and var at) return (word.Start + at, question.Length);
        return null;
    }

    /// <summary>Whether a stage of the target's platform copies a file out of the stage that the script names.</summary>
    private static bool IsHandedOn(DockerfileDocument dockerfile, RunScript script)
    {
        var paths = script.Commands.SelectMany(command => command).Select(word => word.Text.TrimEnd('/'))
            .Where(word => word.StartsWith('/')).ToHashSet(StringComparer.Ordinal);
        if (paths.Count == 0) return false;
        return dockerfile.Stages.Where(stage => !DockerfileStages.IsOfBuildMachine(dockerfile, stage)).SelectMany(stage => stage.Instructions)
            .Where(copy => CrossBuild.IsFrom(copy, script.Stage)).SelectMany(copy => copy.Words.SkipLast(1))
            .Any(word => paths.Contains(word.Text.TrimEnd('/')));
    }
}
