using System.Collections.Immutable;

namespace Archway.Reading.Dockerfiles;

/// <summary>A Dockerfile: its directives, its instructions with their offsets, and its stages.</summary>
internal sealed class DockerfileDocument(SourceText source) : SourceDocument(source)
{
    internal required ImmutableArray<DockerfileDirective> Directives { get; init; }

    /// <summary>What stands above the first <c>FROM</c>.</summary>
    internal required ImmutableArray<DockerfileInstruction> Preamble { get; init; }

    internal required ImmutableArray<DockerfileStage> Stages { get; init; }

    /// <summary>The lists of what programs need that it copies.</summary>
    internal ImmutableArray<CopiedFile> Copied { get; init; } = [];

    /// <summary>The character that continues a line and escapes the next character.</summary>
    internal required char Escape { get; init; }
}
