using System.Globalization;
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
        if (!code.Text.Has("BUILDPLATFORM")) yield break;
        var handedOn = HandedOn(dockerfile);
        foreach (var script in code.Scripts)
        {
            if (QuestionIn(code, script) is not var (start, length) || !DockerfileStages.IsOfBuildMachine(dockerfile, script.Stage)) continue;
            if (script.Contains("TARGETARCH") || script.Contains("TARGETPLATFORM") || !IsHandedOn(handedOn, script)) continue;
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

    /// <summary>What stages of the target's platform copy, each path with the name or the number of the stage that it is copied out of.</summary>
    private static HashSet<(string Stage, string Path)> HandedOn(DockerfileDocument dockerfile) =>
    [
        .. from stage in dockerfile.Stages
           where !DockerfileStages.IsOfBuildMachine(dockerfile, stage)
           from copy in stage.Instructions
           where copy.Name == "COPY"
           let @from = copy.Flags.FirstOrDefault(flag => flag.Name == "from")?.Value?.Text.ToUpperInvariant()
           where @from is not null
           from word in copy.Words.SkipLast(1)
           select (@from, word.Text.TrimEnd('/')),
    ];

    private static bool IsHandedOn(HashSet<(string Stage, string Path)> handedOn, RunScript script)
    {
        var names = ((string?[])[script.Stage.Name?.ToUpperInvariant(), script.Stage.Number.ToString(CultureInfo.InvariantCulture)]).OfType<string>().ToArray();
        return script.Commands.SelectMany(command => command).Select(word => word.Text.TrimEnd('/'))
            .Any(path => path.StartsWith('/') && names.Any(name => handedOn.Contains((name, path))));
    }
}
