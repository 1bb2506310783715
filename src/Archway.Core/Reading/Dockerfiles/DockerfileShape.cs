using System.Collections.Immutable;

namespace Archway.Reading.Dockerfiles;

/// <summary>How a Dockerfile is told by its text alone, where its name says nothing.</summary>
/// <remarks>Strict on purpose: every line is an instruction that builders know, so that a query, a letter or a language model's file is none.</remarks>
internal static class DockerfileShape
{
    private static readonly HashSet<string> Instructions =
    [
        "FROM", "ARG", "RUN", "COPY", "ADD", "CMD", "ENTRYPOINT", "ENV", "WORKDIR", "USER", "LABEL", "EXPOSE", "VOLUME", "ONBUILD", "MAINTAINER", "SHELL",
        "STOPSIGNAL", "HEALTHCHECK",
    ];

    /// <summary>Whether a text that nothing else speaks of is one.</summary>
    internal static bool Fits(string text, CancellationToken cancellationToken) =>
        Read(text, cancellationToken).Any(instruction => instruction.Name is not ("FROM" or "ARG"));

    /// <summary>Whether a text that a build takes for one is; that may be a FROM and nothing else.</summary>
    internal static bool FitsWhenBuilt(string text, CancellationToken cancellationToken) => Read(text, cancellationToken) is not [];

    /// <summary>The instructions; none when the text is no Dockerfile.</summary>
    private static ImmutableArray<DockerfileInstruction> Read(string text, CancellationToken cancellationToken)
    {
        if (!text.Contains("FROM ", StringComparison.OrdinalIgnoreCase)) return [];
        var instructions = DockerfileParser.Parse(text, cancellationToken).Instructions;
        return instructions.All(instruction => Instructions.Contains(instruction.Name))
            && instructions.FirstOrDefault(instruction => instruction.Name != "ARG") is { Name: "FROM" }
            && instructions.Where(instruction => instruction.Name == "FROM").All(IsWhole)
                ? instructions
                : [];
    }

    /// <summary>Whether a FROM is <c>FROM image</c> or <c>FROM image AS name</c>.</summary>
    private static bool IsWhole(DockerfileInstruction from) => from.Words is [_] || (from.Words is [_, _, _] && DockerfileStage.IndexOfAs(from) == 1);
}
