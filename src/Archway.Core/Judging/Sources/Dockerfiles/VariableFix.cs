using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Makes a variable that names 64-bit x86 take its value from the platform of the build: <c>ARG ARCH=${TARGETARCH}</c>.</summary>
internal static class VariableFix
{
    /// <summary>The fix; null where it cannot be told how.</summary>
    internal static Fix? Of(DockerfileDocument dockerfile, Download download, WrittenArchitecture variable)
    {
        var (source, token) = (dockerfile.Source, variable.Token);
        if (download.Stage is not { } stage || DockerfileStages.IsOfBuildMachine(dockerfile, stage) || DockerfileStages.IsWindows(dockerfile, stage)) return null;
        var with = token.Spelling == ArchitectureSpelling.Amd64 ? "${TARGETARCH}"
            // Only a shell can ask the machine.
            : variable.Instruction is null && token.Text == "x86_64" && download.Arm is ("aarch64", _) ? "$(uname -m)"
            : null;
        if (with is null || IsQuoted(source.Text, variable) || download.Of is { Script.IsList: true }) return null;
        List<Edit> edits = [Edit.Of(source, token.Start, token.Text.Length, with)];
        var (of, at) = variable.Instruction is { } instruction ? (variable.Stage, instruction) : (stage, download.Instruction);
        if (of is not null && with.Has("TARGETARCH") && !PlatformArguments.Has(dockerfile, of, "TARGETARCH", at.Keyword.Start))
            edits.Insert(0, PlatformArguments.Declare(source, of, "TARGETARCH"));
        var isHeldBack = of is null || IsNamedElsewhere(dockerfile, download, variable);
        return new($"give {variable.Name} the value {with}", isHeldBack ? FixSafety.ShowOnly : FixSafety.Ask, [.. edits]);
    }

    /// <summary>Whether something else goes by the same name of the architecture, as a folder of what is fetched does: <c>mv linux-amd64/tool</c>.</summary>
    private static bool IsNamedElsewhere(DockerfileDocument dockerfile, Download download, WrittenArchitecture variable)
    {
        var code = DockerfileCode.Of(dockerfile);
        return code.Scripts.Where(script => script.Stage == download.Stage).Any(script => script.Stretches.Any(stretch =>
            ArchitectureToken.In(code.Text, stretch.Start, stretch.End).Any(token => token.Text == variable.Token.Text && token.Start != variable.Token.Start
                && !script.IsChosen(token.Start) && !code.Downloads.Any(other => other.Start <= token.Start && token.Start < other.End))));
    }

    // Within single quotes nothing is filled in.
    private static bool IsQuoted(string text, WrittenArchitecture variable) =>
        text.LastIndexOf(variable.Name + "=", variable.Token.Start, StringComparison.Ordinal) is >= 0 and var start
        && ShellQuotes.IsLiteral(text, start, variable.Token.Start);
}
