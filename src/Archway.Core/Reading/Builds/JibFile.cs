namespace Archway.Reading.Builds;

/// <summary>A file of Maven or Gradle that uses Jib, as far as it tells of platforms.</summary>
/// <remarks><see href="https://github.com/GoogleContainerTools/jib"/></remarks>
internal sealed class JibFile : IFileFormat
{
    private const int LargestText = 1024 * 1024;

    public bool Wants(string path) => path[(path.LastIndexOf('/') + 1)..] is "pom.xml" or "build.gradle" or "build.gradle.kts";

    public bool Recognises(SourceText source, SourceTree tree) =>
        source.Text.Length <= LargestText && source.Text.Contains("jib", StringComparison.Ordinal) && source.Text.Contains("platforms", StringComparison.Ordinal);

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken) => [new SourceItem.Document(new JibDocument(source))];
}
