using Archway.Reading;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>The arguments by which a builder tells a Dockerfile the platforms of the build.</summary>
/// <remarks>
/// They are set above the first stage, so that every <c>FROM</c> sees them; a stage sees one only behind its own <c>ARG</c>, or that of a stage it is built on
/// (<see href="https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope"/>, frontend 1.x).
/// </remarks>
internal static class PlatformArguments
{
    /// <summary>Their names.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        ["TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT"];

    /// <summary>Whether a stage has an argument of that name at a place of it, or a variable that stands before the argument.</summary>
    internal static bool Has(DockerfileDocument dockerfile, DockerfileStage stage, string name, int before) =>
        DockerfileCode.Of(dockerfile).Stages.Declares(stage, name, before);

    /// <summary>Whether an instruction is the <c>ARG</c> or <c>ENV</c> of that name.</summary>
    internal static bool Declares(DockerfileInstruction instruction, string name) => instruction.Name switch
    {
        "ARG" => instruction.Words.Any(word => word.Text == name || ShellVariables.IsAssignment(word.Text, name)),
        "ENV" => instruction.Words is [{ Text: var first }, ..]
            && (first == name || instruction.Words.Any(word => ShellVariables.IsAssignment(word.Text, name))),
        _ => false,
    };

    /// <summary>Whether the file itself gives the build's architecture a value that stands before what the builder gives: <c>ENV TARGETARCH=x86</c>.</summary>
    internal static bool AreSetHere(DockerfileDocument dockerfile) => DockerfileCode.Of(dockerfile).Text.Has("TARGETARCH")
        && dockerfile.Stages.Any(stage => stage.Instructions.Any(instruction => instruction.Name == "ENV" && Declares(instruction, "TARGETARCH")
            && !instruction.Words.Any(word => ShellVariables.Uses(word.Text, "TARGETARCH"))));

    /// <summary>What declares an argument at the beginning of a stage.</summary>
    internal static Edit Declare(SourceText source, DockerfileStage stage, string name)
    {
        var end = stage.From.Body.Start + stage.From.Body.Length;
        var newline = source.Text.IndexOf('\n', end);
        var lineEnd = newline > 0 && source.Text[newline - 1] == '\r' ? "\r\n" : "\n";
        return newline < 0 ? Edit.Of(source, source.Text.Length, 0, $"{lineEnd}ARG {name}") : Edit.Of(source, newline + 1, 0, $"ARG {name}{lineEnd}");
    }
}
