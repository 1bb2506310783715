using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>An argument of the build's platforms that a stage uses and does not declare: there it is empty.</summary>
/// <remarks>
/// A stage that is built on another has that one's arguments too (BuildKit's <c>dispatchState.init</c>); one declared above the first <c>FROM</c> is seen by
/// <c>FROM</c> alone. What a container runs, <c>CMD</c> and <c>ENTRYPOINT</c>, has no arguments of the build at all.
/// </remarks>
internal sealed class D105UndeclaredPlatformArgument() : DockerfileRule("D105", Severity.Blocker)
{
    // Those in which the builder fills in variables.
    private static readonly string[] Filled = ["ADD", "COPY", "ENV", "LABEL", "USER", "VOLUME", "WORKDIR", "ARG"];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context)
    {
        if (!PlatformArguments.Names.Any(name => dockerfile.Source.Text.Has(name))) yield break;
        foreach (var stage in dockerfile.Stages)
        {
            foreach (var name in PlatformArguments.Names)
            {
                // It is empty for most targets anyway.
                if (name.Ends("VARIANT") && context.Targets.All(target => target.Canonical.Count(c => c == '/') < 2)) continue;
                if (FirstUse(dockerfile, stage, name) is not { } at || PlatformArguments.Has(dockerfile, stage, name, at)) continue;
                if (DefaultAt(dockerfile.Source.Text, at, name) is var without && without == "linux") continue;
                yield return Found(dockerfile.Source, at, LengthAt(dockerfile.Source.Text, at),
                    without is { Length: > 0 }
                        ? $"{name} is always {without} here, since a stage sees it only behind an ARG of its own; write ARG {name} below FROM"
                        : $"{name} is empty here, since a stage sees it only behind an ARG of its own; write ARG {name} below FROM",
                    new($"declare {name} in the stage", without == "amd64" ? FixSafety.Safe : FixSafety.Ask,
                        PlatformArguments.Declare(dockerfile.Source, stage, name)));
            }
        }
    }

    private static int? FirstUse(DockerfileDocument dockerfile, DockerfileStage stage, string name)
    {
        var code = DockerfileCode.Of(dockerfile);
        foreach (var instruction in stage.Instructions)
        {
            if (PlatformArguments.Declares(instruction, name)) return null;
            if (instruction.Name == "RUN" && UseIn(code, code.ScriptOf(instruction), name) is { } inScript) return inScript;
            if (!Filled.Contains(instruction.Name)) continue;
            foreach (var word in instruction.Words)
                if (ShellVariables.FirstUse(code.Text.AsSpan(word.Start, word.Length), name) is >= 0 and var use
                    && !ShellQuotes.IsLiteral(code.Text, word.Start, word.Start + use))
                    return word.Start + use;
        }

        return null;
    }

    private static int? UseIn(DockerfileCode code, RunScript script, string name)
    {
        if (script.IsList) return null;
        // Into a text that is written the shell fills variables too, unless its mark is quoted.
        foreach (var written in script.Texts.Where(written => !written.IsQuoted))
            if (ShellVariables.FirstUse(code.Text.AsSpan(written.Of.Start, written.Of.Length), name) is >= 0 and var use) return written.Of.Start + use;
        if (!script.Contains(name)) return null;
        // A shell that gives it a value means its own.
        if (script.Commands.Any(command => command.Any(word => ShellVariables.IsAssignment(word.Text, name))
            || (command[0].Text is "for" or "read" or "export" && command.Any(word => word.Text == name)))) return null;
        foreach (var command in script.Commands)
            foreach (var word in command)
                if (ShellVariables.FirstUse(script.Raw(word), name) is >= 0 and var use && script.IsFilledIn(word, word.Start + use)
                    && !script.Written.Any(written => written.IsQuoted && written.Of.Start <= word.Start && word.Start < written.End))
                    return word.Start + use;
        return null;
    }

    /// <summary>What stands there while the variable is not set: <c>${NAME:-this}</c>; null when nothing does.</summary>
    private static string? DefaultAt(string text, int at, string name)
    {
        var rest = text.AsSpan(at);
        var end = rest.IndexOf('}');
        if (!rest.StartsWith("${") || end < 0) return null;
        var behind = rest[(2 + name.Length)..end];
        return behind.StartsWith(":-") ? behind[2..].ToString() : behind.StartsWith("-") ? behind[1..].ToString() : null;
    }

    private static int LengthAt(string text, int at)
    {
        if (text[at + 1] == '{') return Math.Max(0, text.IndexOf('}', at) - at) + 1;
        var end = at + 1;
        while (end < text.Length && char.IsAsciiLetterUpper(text[end])) end++;
        return end - at;
    }
}
