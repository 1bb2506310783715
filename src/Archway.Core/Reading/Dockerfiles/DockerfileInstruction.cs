using System.Collections.Immutable;

namespace Archway.Reading.Dockerfiles;

/// <summary>A piece of a Dockerfile: its text with continuation lines joined, quotes kept, and the stretch of the file it takes.</summary>
/// <param name="Start">The offset of its first character in the file.</param>
/// <param name="Length">How many characters it takes there, the ends of continued lines included.</param>
/// <param name="Text">What it says.</param>
internal readonly record struct DockerfileWord(int Start, int Length, string Text)
{
    /// <summary>The offset behind its last character in the file.</summary>
    internal int End => Start + Length;
}

/// <summary>A line above the first instruction that tells the builder how to read the file: <c># syntax=docker/dockerfile:1</c>.</summary>
/// <param name="Name">Its name in lower case.</param>
/// <param name="Value">Its value.</param>
internal sealed record DockerfileDirective(string Name, DockerfileWord Value);

/// <summary>An option of an instruction: <c>--from=builder</c>.</summary>
/// <param name="Name">Its name without the dashes.</param>
/// <param name="Value">What stands after the '='; null when there is none.</param>
internal sealed record DockerfileFlag(string Name, DockerfileWord? Value);

/// <summary>The text between <c>&lt;&lt;EOF</c> and the line <c>EOF</c>.</summary>
/// <param name="Name">The word that ends it.</param>
/// <param name="Start">The offset of its first line.</param>
/// <param name="Length">How many characters it takes, the ending line not included.</param>
internal sealed record DockerfileHeredoc(string Name, int Start, int Length);

/// <summary>One instruction with its continuation lines.</summary>
internal sealed record DockerfileInstruction
{
    /// <summary>The instruction's name as written.</summary>
    internal required DockerfileWord Keyword { get; init; }

    /// <summary>The instruction's name in upper case.</summary>
    internal required string Name { get; init; }

    internal required ImmutableArray<DockerfileFlag> Flags { get; init; }

    /// <summary>What stands after the options, parted at white space outside quotes.</summary>
    internal required ImmutableArray<DockerfileWord> Words { get; init; }

    /// <summary>What stands after the options, as one line without comments.</summary>
    internal required DockerfileWord Body { get; init; }

    internal ImmutableArray<DockerfileHeredoc> Heredocs { get; init; } = [];

    /// <summary>The instruction that an <c>ONBUILD</c> holds.</summary>
    internal DockerfileInstruction? Trigger { get; init; }
}
