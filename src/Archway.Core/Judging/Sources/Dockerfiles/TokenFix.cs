using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Puts something that is filled in at the place of words that name 64-bit x86.</summary>
internal static class TokenFix
{
    /// <summary>A fix within a script; null where a shell would not fill it in.</summary>
    internal static Fix? InScript(DockerfileDocument dockerfile, RunScript script,
        IReadOnlyCollection<(ShellWord[] Command, ShellWord Word, int Start, int Length)> places, string title, string with, FixSafety safety)
    {
        if (PlatformArguments.AreSetHere(dockerfile) || script.IsList || !script.Run.Heredocs.IsEmpty || places.Any(place => !script.IsFilledIn(place.Word, place.Start))) return null;
        return new(title, safety,
            [.. places.Select(place => Edit.Of(dockerfile.Source, place.Start, place.Length, with)),
                .. ArgumentFor(dockerfile, script.Stage, script.Run, with)]);
    }

    /// <summary>A fix within the words of an instruction in which the builder fills in variables; null where it would not.</summary>
    internal static Fix? InWords(DockerfileDocument dockerfile, DockerfileStage stage, DockerfileInstruction instruction,
        IReadOnlyCollection<(DockerfileWord Word, int Start, int Length)> places, string title, string with, FixSafety safety)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        if (PlatformArguments.AreSetHere(dockerfile)) return null;
        if (places.Any(place => ShellQuotes.IsLiteral(text, place.Word.Start, place.Start))) return null;
        return new(title, safety,
            [.. places.Select(place => Edit.Of(dockerfile.Source, place.Start, place.Length, with)), .. ArgumentFor(dockerfile, stage, instruction, with)]);
    }

    /// <summary>What declares the argument that is filled in, where the stage does not have it.</summary>
    internal static IEnumerable<Edit> ArgumentFor(DockerfileDocument dockerfile, DockerfileStage stage, DockerfileInstruction instruction, string with) =>
        ShellVariables.Uses(with, "TARGETARCH") && !PlatformArguments.Has(dockerfile, stage, "TARGETARCH", instruction.Keyword.Start)
            ? [PlatformArguments.Declare(dockerfile.Source, stage, "TARGETARCH")]
            : [];
}
