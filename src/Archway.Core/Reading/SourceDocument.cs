using System.Collections.Immutable;

namespace Archway.Reading;

/// <summary>One document of a file: its original text, what was parsed from it, and the images it names.</summary>
/// <remarks>Rules and fixes stand on the same document, so that nothing is parsed twice.</remarks>
public abstract class SourceDocument(SourceText source)
{
    /// <summary>The file's text; every offset of the document refers to it.</summary>
    public SourceText Source { get; } = source;

    /// <summary>The images the document names, in the order of the text.</summary>
    public ImmutableArray<ImageOccurrence> Occurrences { get; init; } = [];

    /// <summary>The images the document builds.</summary>
    public ImmutableArray<ImageBuild> Builds { get; init; } = [];
}
