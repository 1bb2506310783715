namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>A Jenkinsfile's images and builds.</summary>
internal sealed class JenkinsDocument(SourceText source) : SourceDocument(source);
