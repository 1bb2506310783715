namespace Archway.Reading.Builds;

/// <summary>A file that is read only for what commands in it do with images: those that they build, and those that they run.</summary>
internal sealed class BuildsDocument(SourceText source) : SourceDocument(source);
