using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A Go program that is compiled for amd64 whatever the build is for: <c>GOARCH=amd64 go build</c>.</summary>
internal sealed class D214GoForAmd64() : OneArchitectureRule("D214", Severity.Blocker)
{
    private const string Written = "GOARCH=amd64";
    private const string Target = "${TARGETARCH}";

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking, RuleContext context)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        // Who compiles for both, or for a list of them, does so already.
        if (!text.Has("GOARCH") || text.Has("GOARCH=arm64")) yield break;
        HashSet<int> others = [.. dockerfile.Stages.Where(IsForOtherSystem).Select(stage => stage.Number)];
        HashSet<int> crossing = [.. CrossBuild.Of(dockerfile, "go").Where(stage => IsWithoutC(dockerfile, dockerfile.Stages[stage]) && CompilesForTarget(dockerfile, dockerfile.Stages[stage]))];
        foreach (var script in Scripts(dockerfile).Where(script => !others.Contains(script.Stage.Number)))
        {
            if (script.Stretches.Any(stretch => IsForOtherSystem(text.AsSpan(stretch.Start, stretch.End - stretch.Start)))) continue;
            foreach (var command in script.Commands)
                foreach (var word in command)
                    if (word.Text == Written && !script.IsChosen(word.Start)
                        && text.IndexOf("amd64", word.Start, word.End - word.Start, StringComparison.Ordinal) is >= 0 and var at)
                        yield return Of(dockerfile, crossing, script.Stage, script.Run, word.Start, word.End, at,
                            isFilledIn: !script.IsList && script.IsFilledIn(word, at), lacking);
        }

        foreach (var (stage, instruction) in Instructions(dockerfile, "ENV", "ARG").Where(one => !others.Contains(one.Stage.Number)))
        {
            var isDefault = instruction.Name == "ARG";
            if (isDefault && !Compiles(dockerfile, stage, instruction)) continue;
            foreach (var word in instruction.Words)
                if (word.Text.Replace("\"", "", StringComparison.Ordinal) == Written
                    || (instruction.Words is [{ Text: "GOARCH" }, { Text: "amd64" } old] && word == old))
                    yield return Of(dockerfile, crossing, stage, instruction, word.Start, word.End,
                        text.IndexOf("amd64", word.Start, word.Length, StringComparison.Ordinal), !isDefault || !word.Text.Contains('\'', StringComparison.Ordinal), lacking) with
                    {
                        // What a build gives goes before the default.
                        Stands = isDefault ? () => !context.Given.Has(dockerfile.Source.Path, "GOARCH") : null,
                    };
        }
    }

    private SourceFinding Of(
        DockerfileDocument dockerfile, HashSet<int> crossing, DockerfileStage stage, DockerfileInstruction instruction, int start, int end, int at,
        bool isFilledIn, Platform lacking)
    {
        var isCross = crossing.Contains(stage.Number);
        Fix? fix = !isFilledIn || at < 0 ? null
            : new(isCross ? "compile for ${TARGETARCH} on the machine that builds" : "compile for ${TARGETARCH}", FixSafety.Safe,
        [
            .. isCross ? (Edit[])[PlatformOption.PutOnBuildMachine(dockerfile.Source, stage)] : [],
            .. TokenFix.ArgumentFor(dockerfile, stage, instruction, Target),
            Edit.Of(dockerfile.Source, at, "amd64".Length, Target),
        ]);
        return Found(dockerfile.Source, start, end - start,
            $"the program is compiled for amd64 and does not run on {lacking}; compile it for ${{TARGETARCH}}", fix, lacking);
    }

    /// <summary>Whether the stage compiles with an argument: what a RUN is given, its programs have in their environment.</summary>
    private static bool Compiles(DockerfileDocument dockerfile, DockerfileStage stage, DockerfileInstruction argument) =>
        DockerfileCode.Of(dockerfile).Scripts.Any(script => script.Stage == stage && script.Run.Keyword.Start > argument.Keyword.Start
            && script.Commands.Any(command => PackageInstall.IsOf(command, "go")));

    // With C, Go needs a compiler for the other machine; and what it installs lies elsewhere when it is for another machine.
    private static bool IsWithoutC(DockerfileDocument dockerfile, DockerfileStage stage)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        var end = stage.Instructions.Select(instruction => instruction.Body.Start + instruction.Body.Length).DefaultIfEmpty(stage.From.Body.Start).Max();
        var all = text.AsSpan(stage.From.Keyword.Start, end - stage.From.Keyword.Start);
        return all.Has("CGO_ENABLED=0") && !all.Has("CGO_ENABLED=1") && !all.Has("go install");
    }

    // What is run there has to be for the machine that builds; and what is compiled without a word of the target is.
    private static bool CompilesForTarget(DockerfileDocument dockerfile, DockerfileStage stage)
    {
        var isSet = stage.Instructions.Any(instruction => instruction.Name is "ENV" or "ARG" && instruction.Body.Text.Has("GOARCH"));
        var code = DockerfileCode.Of(dockerfile);
        foreach (var command in stage.Instructions.Where(instruction => instruction.Name == "RUN").SelectMany(run => code.ScriptOf(run).Commands))
        {
            var at = Array.FindIndex(command, word => word.Text == "go");
            if (at < 0 || at + 1 >= command.Length) continue;
            if (command[at + 1].Text is "run" or "test" or "generate" or "tool") return false;
            if (command[at + 1].Text == "build" && !isSet && !command.Take(at).Any(word => word.Text.Begins("GOARCH="))) return false;
        }

        return true;
    }

    private static bool IsForOtherSystem(DockerfileStage stage) =>
        stage.Instructions.Any(instruction => instruction.Name == "ENV" && IsForOtherSystem(instruction.Body.Text));

    private static bool IsForOtherSystem(ReadOnlySpan<char> text) =>
        text.Has("GOOS=windows") || text.Has("GOOS=darwin") || text.Has("GOOS=js");
}
