namespace Archway.Reading.Helm;

/// <summary>A template of a chart: YAML only once it is rendered, so a text of lines here.</summary>
public sealed class HelmTemplate(SourceText source) : SourceDocument(source);
