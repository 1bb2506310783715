using Archway.Oci.References;

namespace Archway.Reading.Dockerfiles;

/// <summary>Dockerfiles and Containerfiles.</summary>
internal sealed class DockerfileFormat(ReadingOptions options) : IFileFormat
{
    // The longest in use have some thousand lines.
    private const int LargestText = 1024 * 1024;

    // Each is a pass over the stages.
    private const int MostBuilds = 200;

    public bool Wants(string path) => DockerfileNames.Fit(NameOf(path)) || DockerfileNames.FitBeforeYaml(NameOf(path));

    public bool MayBe(string path) => DockerfileNames.MayFit(path);

    public bool Recognises(SourceText source, SourceTree tree) =>
        DockerfileNames.Fit(source.Name) || (source.Text.Length <= LargestText && DockerfileShape.Fits(source.Text, CancellationToken.None));

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken) =>
        Read(source, tree, [], cancellationToken);

    /// <summary>Reads a Dockerfile as it is built.</summary>
    /// <param name="source">The file.</param>
    /// <param name="tree">The files around it; null where there are none.</param>
    /// <param name="builds">What each build of it gives it; none when nothing is known to build it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal IEnumerable<SourceItem> Read(SourceText source, SourceTree? tree, IReadOnlyCollection<BuildInputs> builds, CancellationToken cancellationToken)
    {
        if (source.Text.Length > LargestText)
        {
            yield return SourceItem.Unparsed.TooLong(source, LargestText, "Dockerfiles");
            yield break;
        }

        yield return new SourceItem.Document(Parse(source, options, builds, cancellationToken, tree));
        if (builds.Count > MostBuilds)
            yield return new SourceItem.Unparsed(source.Path, 1, $"it is built in {builds.Count} ways; the images of at most {MostBuilds} are told");
    }

    internal static DockerfileDocument Parse(
        SourceText source, ReadingOptions options, IReadOnlyCollection<BuildInputs> builds, CancellationToken cancellationToken, SourceTree? tree = null)
    {
        var (directives, instructions, escape) = DockerfileParser.Parse(source.Text, cancellationToken);
        var (preamble, stages) = DockerfileStage.Split(instructions);
        // What is given and cannot be told may be nothing at all: then the default stands, and is told beside what is not known.
        IEnumerable<DockerfileImages> each = builds.DefaultIfEmpty(BuildInputs.None)
            .SelectMany(IEnumerable<BuildInputs> (inputs) => [inputs, inputs.WithoutUnknown()])
            .Distinct()
            .Take(MostBuilds)
            .Select(inputs => new DockerfileImages(source, stages, DockerfileScope.Of(options, inputs, escape), inputs));
        return new(source)
        {
            Directives = directives,
            Preamble = preamble,
            Stages = stages,
            Escape = escape,
            Copied = tree is null ? [] : CopiedFile.Of(source, stages, tree),
            Occurrences = [.. Together(each, images => images.Find(directives, preamble, cancellationToken))],
        };
    }

    /// <summary>The images of every build in the order of the text, each once at its place.</summary>
    private static IEnumerable<ImageOccurrence> Together(
        IEnumerable<DockerfileImages> builds, Func<DockerfileImages, IEnumerable<ImageOccurrence>> find)
    {
        List<ImageOccurrence> found = [], lacking = [];
        HashSet<(SourceSpan, ImageReference?, string?)> met = [];
        foreach (var images in builds)
            foreach (var one in find(images))
                if (met.Add((one.At, one.Image, one.Reason))) (images.Lacking.Contains(one.At) ? lacking : found).Add(one);
        // A build that leaves out a value which others give is of another stage.
        var told = found.Select(one => one.At).ToHashSet();
        return found.Concat(lacking.Where(one => !told.Contains(one.At))).OrderBy(one => (one.At.Line, one.At.Column));
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
