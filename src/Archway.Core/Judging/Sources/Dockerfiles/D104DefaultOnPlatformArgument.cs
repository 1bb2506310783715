using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A default on an argument that the builder sets itself: <c>ARG TARGETARCH=amd64</c>.</summary>
/// <remarks>
/// In BuildKit (frontend/dockerfile/dockerfile2llb/convert.go, <c>buildMetaArgs</c> and <c>dispatchArg</c>) the default wins over the builder's own value.
/// Above the first <c>FROM</c> it takes that value's place for every <c>FROM</c>, and for every stage that declares the argument without a default; within a
/// stage an <c>ARG</c> takes the builder's value only if it has no default. Only <c>--build-arg</c> goes before it. A default may use what is set: above the
/// first stage the builder's values, as <c>${TARGETARCH:-amd64}</c> does, within a stage only what that stage declared before.
/// </remarks>
internal sealed class D104DefaultOnPlatformArgument() : DockerfileRule("D104", Severity.Blocker)
{
    // Stands for a value that is known only when something is built; no file has it.
    private const string Given = "\u0001";

    // Nobody builds more on one.
    private const int MostStages = 1000;

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context)
    {
        HashSet<string> used = [.. PlatformArguments.Names.Where(name => dockerfile.Source.Text.Has(name) && IsUsed(dockerfile, name))];
        foreach (var instruction in dockerfile.Preamble)
            foreach (var found in Within(dockerfile, context, instruction, null, used)) yield return found;
        foreach (var stage in dockerfile.Stages)
            foreach (var found in stage.Instructions.SelectMany(instruction => Within(dockerfile, context, instruction, stage, used))) yield return found;
    }

    private IEnumerable<SourceFinding> Within(
        DockerfileDocument dockerfile, RuleContext context, DockerfileInstruction instruction, DockerfileStage? stage, HashSet<string> used)
    {
        if (instruction.Name != "ARG") yield break;
        foreach (var word in instruction.Words)
        {
            var equals = word.Text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !PlatformArguments.Names.Contains(word.Text[..equals])) continue;
            var name = word.Text[..equals];
            if (Constant(dockerfile, word.Text[(equals + 1)..], instruction, stage) is not { } value
                || Lacking(context, name, value) is not { } lacking) continue;
            if (stage is null ? !used.Contains(name) : DockerfileStages.IsWindows(dockerfile, stage) || !IsUsedBehind(dockerfile, stage, instruction, name)) continue;
            // What goes on in a next line does not stand in the file as it is read.
            var fix = word.Length != word.Text.Length ? null
                : stage is null ? Undeclared(dockerfile.Source, instruction, word)
                : new Fix("take the default off", FixSafety.Safe, Edit.Of(dockerfile.Source, word.Start + equals, word.Length - equals, ""));
            yield return Found(dockerfile.Source, word.Start, word.Length,
                $"the default stands before what the builder gives, so {name} is {(value.Length == 0 ? "empty" : value)} "
                + $"{(name[0] == 'T' ? $"also where the build is for {lacking}" : "on every machine that builds")}; "
                + (stage is null ? "take the argument away: above FROM it is there without" : "take it off"),
                fix, lacking);
        }
    }

    // Above the first stage the builder's value is there undeclared; in older frontends a declaration without a default empties it.
    private static Fix? Undeclared(SourceText source, DockerfileInstruction instruction, DockerfileWord word)
    {
        var text = source.Text;
        var (start, last) = (instruction.Keyword.Start, instruction.Words[^1].End);
        if (text.AsSpan(start, last - start).Contains('\n')) return null;
        // Two would be one edit.
        if (instruction.Words.Count(one => PlatformArguments.Names.Any(name => ShellVariables.IsAssignment(one.Text, name))) > 1) return null;
        var own = instruction.Words.IndexOf(word);
        if (own > 0) return Away(instruction.Words[own - 1].End, word.End);
        if (instruction.Words.Length > 1) return Away(word.Start, instruction.Words[1].Start);
        var end = text.IndexOf('\n', last) is >= 0 and var at ? at + 1 : text.Length;
        return Away(text.LastIndexOf('\n', start) + 1, end);

        Fix Away(int from, int to) => new("take the argument away", FixSafety.Safe, Edit.Of(source, from, to - from, ""));
    }

    /// <summary>The value of a default that does not hinge on the build; null when it does.</summary>
    private static string? Constant(DockerfileDocument dockerfile, string written, DockerfileInstruction instruction, DockerfileStage? stage)
    {
        string? Find(string name) => stage is null || PlatformArguments.Has(dockerfile, stage, name, instruction.Keyword.Start) ? Given : null;
        var (value, missing) = Expansion.Of(written, dockerfile.Escape, Find);
        // A variable of the base image may be meant.
        return value is null || value.Has(Given) || missing.Any(name => !PlatformArguments.Names.Contains(name)) ? null : value;
    }

    /// <summary>The platform for which the value is not what the builder gives; null when there is none.</summary>
    private static Platform? Lacking(RuleContext context, string name, string value) => name switch
    {
        "TARGETARCH" => context.Targets.FirstOrDefault(target => value != Canonical(target)[1]),
        "TARGETOS" => value == "windows" ? null : context.Targets.FirstOrDefault(target => value != target.Os),
        "TARGETVARIANT" => context.Targets.FirstOrDefault(target => value != (Canonical(target).ElementAtOrDefault(2) ?? "")),
        "BUILDARCH" => value.Length == 0 || !Platform.IsWord(value) ? context.Targets[0] : context.Lacking(Platform.Of("linux", value)),
        "TARGETPLATFORM" or "BUILDPLATFORM" => Platform.Read(value).Value is not { } platform ? context.Targets[0]
            : platform.Os == "windows" ? null
            : name[0] == 'B' ? context.Lacking(platform)
            : context.Targets.FirstOrDefault(target => !target.Equals(platform)),
        _ => null,
    };

    private static string[] Canonical(Platform platform) => platform.Canonical.Split('/');

    /// <summary>Whether what is declared above the first stage comes to bear: in a FROM, another argument, or a stage that takes it over.</summary>
    private static bool IsUsed(DockerfileDocument dockerfile, string name) =>
        dockerfile.Stages.Any(stage => stage.From.Flags.Any(flag => flag.Value is { } value && ShellVariables.Uses(value.Text, name))
            || ShellVariables.Uses(stage.From.Body.Text, name)
            || stage.Instructions.Any(one => one.Name == "ARG" && one.Words.Any(word => word.Text == name)))
        || dockerfile.Preamble.Any(one => ShellVariables.Uses(one.Body.Text, name));

    /// <summary>Whether a stage uses the argument behind an instruction, or one that is built on it does, before it is declared without a default and has the builder's value.</summary>
    private static bool IsUsedBehind(DockerfileDocument dockerfile, DockerfileStage stage, DockerfileInstruction behind, string name)
    {
        Queue<DockerfileStage> open = new([stage]);
        while (open.TryDequeue(out var at))
        {
            var isTakenBack = false;
            foreach (var instruction in at.Instructions.Where(one => one.Keyword.Start >= behind.Keyword.Start))
            {
                isTakenBack = instruction.Name == "ARG" && instruction != behind && instruction.Words.Any(word => word.Text == name);
                if (isTakenBack) break;
                if (instruction == behind ? ShellVariables.Uses(instruction.Body.Text, name) : Names(dockerfile, instruction, name)) return true;
            }

            if (isTakenBack) continue;
            foreach (var child in dockerfile.Stages.Take(MostStages).Where(one => one.Number > at.Number && DockerfileStages.ParentOf(dockerfile, one) == at)) open.Enqueue(child);
        }

        return false;
    }

    // A program that is run may ask for it by its bare name.
    private static bool Names(DockerfileDocument dockerfile, DockerfileInstruction instruction, string name) => instruction.Body.Text.Has(name)
        || instruction.Heredocs.Any(heredoc => dockerfile.Source.Text.AsSpan(heredoc.Start, heredoc.Length).Has(name));
}
