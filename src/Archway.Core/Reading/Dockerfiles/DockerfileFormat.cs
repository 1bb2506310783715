namespace Archway.Reading.Dockerfiles;

/// <summary>Dockerfiles and Containerfiles.</summary>
internal sealed class DockerfileFormat(ReadingOptions options) : IFileFormat
{
    // The longest in use have some thousand lines.
    private const int LargestText = 1024 * 1024;

    public bool Wants(string path) => DockerfileNames.Fit(NameOf(path)) || DockerfileNames.FitBeforeYaml(NameOf(path));

    public bool MayBe(string path) => DockerfileNames.MayFit(path);

    public bool Recognises(SourceText source, SourceTree tree) =>
        DockerfileNames.Fit(source.Name) || (source.Text.Length <= LargestText && DockerfileShape.Fits(source.Text, CancellationToken.None));

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken) =>
        source.Text.Length > LargestText
            ? [new SourceItem.Unparsed(source.Path, 1, $"it has {source.Text.Length} characters; Dockerfiles of at most {LargestText} are read")]
            : [new SourceItem.Document(Parse(source, options, cancellationToken))];

    internal static DockerfileDocument Parse(SourceText source, ReadingOptions options, CancellationToken cancellationToken)
    {
        var (directives, instructions, escape) = DockerfileParser.Parse(source.Text, cancellationToken);
        var (preamble, stages) = DockerfileStage.Split(instructions);
        DockerfileImages images = new(source, stages, DockerfileScope.Of(options, escape));
        return new(source)
        {
            Directives = directives,
            Preamble = preamble,
            Stages = stages,
            Escape = escape,
            Occurrences = [.. images.Find(directives, preamble, cancellationToken)],
        };
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
