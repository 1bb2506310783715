using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>What is shipped is made or fetched for the architecture of the machine that builds: <c>uname -m</c> in a stage of it, or <c>$BUILDARCH</c>.</summary>
/// <remarks>
/// What a stage of the machine that builds fetches to run itself is rightly for that machine; so only what ends in a stage of the target's platform counts.
/// Within the stage <c>uname -m</c> tells the machine that builds, for a <c>FROM --platform=$BUILDPLATFORM</c> is run by it without emulation, and so is every
/// stage that is built on such a one.
/// </remarks>
internal sealed class D222BuildMachineAsked() : DockerfileRule("D222", Severity.Warning)
{
    private static readonly string[] Questions = ["uname -m", "uname -p", "dpkg --print-architecture", "apk --print-arch", "$(arch)"];

    // They put files where they are told to.
    private static readonly string[] Carriers = ["curl", "wget", "aria2c", "tar", "bsdtar", "unzip", "mv", "cp", "install", "ln", "chmod", "cd", "cat", "tee", "dpkg-deb"];

    private static readonly (string Build, string Target)[] Names = [("BUILDARCH", "TARGETARCH"), ("BUILDPLATFORM", "TARGETPLATFORM")];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context)
    {
        var code = DockerfileCode.Of(dockerfile);
        if (!code.Text.Has("BUILDPLATFORM") && !code.Text.Has("BUILDARCH")) yield break;
        ShippedPaths shipped = new(dockerfile);
        foreach (var stage in dockerfile.Stages.Where(stage => !DockerfileStages.IsWindows(dockerfile, stage)))
            foreach (var add in stage.Instructions.Where(one => one.Name == "ADD"))
                if (UseIn(code, add) is var (at, build, target)
                    && (!DockerfileStages.IsOfBuildMachine(dockerfile, stage) || (add.Words is [.., var to] && shipped.Holds(stage, to.Text))))
                    yield return Found(dockerfile.Source, at, build.Length, Message(build, target), FixOf(dockerfile, code, stage, add, build, target));
        foreach (var script in code.Scripts)
        {
            if (script.Contains("TARGETARCH") || script.Contains("TARGETPLATFORM") || DockerfileStages.IsWindows(dockerfile, script.Stage)) continue;
            var isOfBuildMachine = DockerfileStages.IsOfBuildMachine(dockerfile, script.Stage);
            if (isOfBuildMachine && !IsShipped(shipped, script)) continue;
            if (isOfBuildMachine && QuestionIn(code, script) is var (start, length))
            {
                yield return Found(dockerfile.Source, start, length,
                    $"'{code.Text.Substring(start, length)}' tells the machine that builds, as the stage is on $BUILDPLATFORM, "
                    + "and what comes of it is shipped; use $TARGETARCH");
            }
            else if (UseIn(code, script) is var (at, build, target))
            {
                yield return Found(dockerfile.Source, at, build.Length, Message(build, target), FixOf(dockerfile, code, script, build, target));
            }
        }
    }

    private static string Message(string build, string target) =>
        $"{build} is the machine that builds, and what is fetched for it is shipped to wherever the image runs; use {target}";

    private static (int Start, int Length)? QuestionIn(DockerfileCode code, RunScript script)
    {
        // What is said of the machine, as in a source of packages for it, is no file.
        foreach (var word in script.Commands.Where(command => command[0].Text is not ("echo" or "printf")).SelectMany(command => command))
            foreach (var question in Questions)
                if (script.Raw(word).IndexOf(question, StringComparison.Ordinal) is >= 0 and var at) return (word.Start + at, question.Length);
        return null;
    }

    /// <summary>The first use of the build machine's platform in an address.</summary>
    private static (int At, string Build, string Target)? UseIn(DockerfileCode code, RunScript script)
    {
        foreach (var word in script.Commands.SelectMany(command => command))
            foreach (var (start, end) in WebAddress.In(code.Text, word.Start, word.End))
                foreach (var (build, target) in Names)
                    if (UseOf(code.Text, build, start, end) is >= 0 and var at && !script.IsChosen(at) && script.IsFilledIn(word, at)) return (at, build, target);
        return null;
    }

    private static (int At, string Build, string Target)? UseIn(DockerfileCode code, DockerfileInstruction add)
    {
        foreach (var word in add.Words)
            foreach (var (start, end) in WebAddress.In(code.Text, word.Start, word.End))
                foreach (var (build, target) in Names)
                    if (UseOf(code.Text, build, start, end) is >= 0 and var at && !ShellQuotes.IsLiteral(code.Text, word.Start, at)) return (at, build, target);
        return null;
    }

    private static int UseOf(string text, string name, int start, int end) =>
        ShellVariables.FirstUse(text.AsSpan(start, end - start), name) is >= 0 and var use ? text.IndexOf(name, start + use, StringComparison.Ordinal) : -1;

    /// <summary>The target's name in the place of every use in the script: what is fetched may be gone on with by its name.</summary>
    private static Fix? FixOf(DockerfileDocument dockerfile, DockerfileCode code, RunScript script, string build, string target) => script.IsList ? null
        : FixOf(dockerfile, code, script.Stage, script.Run, script.Commands.SelectMany(command => command).Select(word => (word.Start, word.End)), build, target);

    private static Fix? FixOf(DockerfileDocument dockerfile, DockerfileCode code, DockerfileStage stage, DockerfileInstruction add, string build, string target) =>
        FixOf(dockerfile, code, stage, add, add.Words.Select(word => (word.Start, word.End)), build, target);

    private static Fix? FixOf(DockerfileDocument dockerfile, DockerfileCode code, DockerfileStage stage, DockerfileInstruction instruction,
        IEnumerable<(int Start, int End)> words, string build, string target)
    {
        if (PlatformArguments.AreSetHere(dockerfile)) return null;
        List<Edit> edits = [];
        foreach (var (start, end) in words)
            for (var at = UseOf(code.Text, build, start, end); at >= 0; at = UseOf(code.Text, build, at + build.Length, end))
                edits.Add(Edit.Of(dockerfile.Source, at, build.Length, target));
        if (!PlatformArguments.Has(dockerfile, stage, target, instruction.Keyword.Start)) edits.Insert(0, PlatformArguments.Declare(dockerfile.Source, stage, target));
        return new($"take {target}", FixSafety.Ask, [.. edits]);
    }

    private static bool IsShipped(ShippedPaths shipped, RunScript script) =>
        script.Commands.Any(command => Carries(script, command) && command.Any(word => shipped.Holds(script.Stage, word.Text)));

    // What a program makes that was fetched to run here is not of its machine; what is put or made somewhere by these, or as the machine's name says, may be.
    private static bool Carries(RunScript script, ShellWord[] command) => Carriers.Contains(command[0].Text[(command[0].Text.LastIndexOf('/') + 1)..])
        || command.Any(word => word.Text.Contains('$', StringComparison.Ordinal)
            && (Questions.Any(question => script.Raw(word).Contains(question, StringComparison.Ordinal)) || ArchitectureQuestion.IsAsked(word.Text)));
}
