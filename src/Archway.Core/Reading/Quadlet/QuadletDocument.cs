namespace Archway.Reading.Quadlet;

/// <summary>A Quadlet unit's images and builds.</summary>
internal sealed class QuadletDocument(SourceText source) : SourceDocument(source);
