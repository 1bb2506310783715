namespace Archway.Reading.Builds;

/// <summary>A file that is read only for the images it builds.</summary>
internal sealed class BuildsDocument(SourceText source) : SourceDocument(source);
