namespace Archway.Reading.Builds;

/// <summary>A file of Maven or Gradle that makes an image with Jib.</summary>
internal sealed class JibDocument(SourceText source) : SourceDocument(source);
