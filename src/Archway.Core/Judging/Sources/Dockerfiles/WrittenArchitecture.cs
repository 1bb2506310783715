using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A variable that holds the name of 64-bit x86 by what is written in the file: <c>ARG ARCH=amd64</c>, <c>ARCH=x86_64;</c>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Token">The architecture in its value.</param>
/// <param name="Instruction">The instruction that gives it the value; null where a shell does.</param>
/// <param name="Stage">The stage that the instruction stands in; null above the first one.</param>
/// <param name="IsWhole">Whether the value is the architecture and nothing else.</param>
internal sealed record WrittenArchitecture(string Name, ArchitectureToken Token, DockerfileInstruction? Instruction, DockerfileStage? Stage, bool IsWhole)
{
    // Nobody builds more stages on one another.
    private const int Deepest = 100;

    // linux-amd64 may be a value; a text that is longer says something else.
    private const int LongestValue = 40;

    /// <summary>Whether it is a default, which a build may give another value.</summary>
    internal bool IsDefault => Instruction is { Name: "ARG" };

    /// <summary>The first variable in a stretch of text that holds the name of 64-bit x86 there for certain; null where none does.</summary>
    internal static WrittenArchitecture? In(DockerfileDocument dockerfile, DockerfileCode code, DockerfileStage? stage, RunScript? script, int start, int end)
    {
        foreach (var name in Names(code.Text, start, end))
            if (Of(dockerfile, code, stage, script, start, name) is { } found) return found;
        return null;
    }

    private static WrittenArchitecture? Of(DockerfileDocument dockerfile, DockerfileCode code, DockerfileStage? stage, RunScript? script, int before, string name)
    {
        // What the builder gives has rules of its own, and a FROM that is chosen by it is of the same architecture.
        if (PlatformArguments.Names.Contains(name) || dockerfile.Stages.Any(one => UsesIn(one.From, name))) return null;
        if (script is not null && script.Contains(name + "=")) return InShell(code, script, before, name);
        if (script?.Commands.Any(command => command[0].Text is "for" or "read" or "export" && command.Any(word => word.Text == name)) == true) return null;
        return InInstructions(dockerfile, code, stage, before, name);
    }

    /// <summary>What the one assignment of a script gives; null where there are several, or it depends on something.</summary>
    private static WrittenArchitecture? InShell(DockerfileCode code, RunScript script, int before, string name)
    {
        var assigning = script.Commands.SelectMany(command => command).Where(word => ShellVariables.IsAssignment(word.Text, name)).Take(2).ToArray();
        return assigning is [var only] && only.Start < before && !script.IsChosen(only.Start)
            ? Of(code.Text, name, only.Start + name.Length + 1, only.End, null, null)
            : null;
    }

    private static WrittenArchitecture? InInstructions(DockerfileDocument dockerfile, DockerfileCode code, DockerfileStage? stage, int before, string name)
    {
        (DockerfileInstruction By, DockerfileStage? In, DockerfileWord Word)? argument = null;
        var depth = 0;
        for (var at = stage; at is not null && depth++ < Deepest; at = code.Stages.ParentOf(at))
        {
            foreach (var instruction in at.Instructions.Reverse().Where(one => one.Name is "ARG" or "ENV" && one.Keyword.Start < before))
            {
                // Written without a sign between the two, a value is not looked at.
                if (instruction is { Name: "ENV", Words: [{ Text: var first }, ..] } && first == name) return null;
                foreach (var word in instruction.Words.Where(word => word.Text == name || ShellVariables.IsAssignment(word.Text, name)))
                {
                    // A variable goes before an argument, wherever that stands.
                    if (instruction.Name == "ENV") return Of(code.Text, name, word.Start + name.Length + 1, word.End, instruction, at);
                    argument ??= (instruction, at, word);
                }
            }
        }

        if (stage is not null && argument is null) return null;
        if (argument is var (by, where, written) && written.Text != name)
            return Of(code.Text, name, written.Start + name.Length + 1, written.Start + written.Length, by, where);
        // One that a stage declares without a value has that from above the first stage.
        foreach (var instruction in dockerfile.Preamble.Reverse().Where(one => one.Name == "ARG" && one.Keyword.Start < before))
            foreach (var word in instruction.Words.Where(word => ShellVariables.IsAssignment(word.Text, name)))
                return Of(code.Text, name, word.Start + name.Length + 1, word.End, instruction, null);
        return null;
    }

    private static WrittenArchitecture? Of(string text, string name, int start, int end, DockerfileInstruction? instruction, DockerfileStage? stage)
    {
        var value = text.AsSpan(start, Math.Max(0, end - start)).Trim("\"'");
        if (value.Length is 0 or > LongestValue || value.ContainsAny("$`:/") || ArchitectureToken.In(text, start, end).ToArray() is not [var token]) return null;
        return new(name, token, instruction, stage, value.SequenceEqual(token.Text));
    }

    private static bool UsesIn(DockerfileInstruction from, string name) =>
        ShellVariables.Uses(from.Body.Text, name) || from.Flags.Any(flag => flag.Value is { } value && ShellVariables.Uses(value.Text, name));

    /// <summary>The variables that a stretch of text uses as they are: <c>$NAME</c> and <c>${NAME}</c>.</summary>
    internal static IEnumerable<string> Names(string text, int start, int end)
    {
        for (var dollar = text.IndexOf('$', start, end - start); dollar >= 0; dollar = text.IndexOf('$', dollar + 1, end - dollar - 1))
        {
            var isBraced = dollar + 1 < end && text[dollar + 1] == '{';
            var (from, to) = (dollar + (isBraced ? 2 : 1), dollar + (isBraced ? 2 : 1));
            while (to < end && (char.IsAsciiLetterOrDigit(text[to]) || text[to] == '_')) to++;
            if (to > from && (!isBraced || (to < end && text[to] == '}'))) yield return text[from..to];
        }
    }
}
