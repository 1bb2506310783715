using Archway.Reading.Tree;

namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>A Jenkinsfile, declarative or scripted.</summary>
/// <remarks><see href="https://www.jenkins.io/doc/book/pipeline/syntax/"/></remarks>
internal sealed class JenkinsFile(ReadingOptions options) : IFileFormat
{
    private const int LargestText = 1024 * 1024;
    private const string Stem = "jenkinsfile";

    public bool Wants(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        if (name == Stem) return true;
        return name.EndsWith("." + Stem, StringComparison.Ordinal)
            || (name.StartsWith(Stem, StringComparison.Ordinal) && name[Stem.Length] is '.' or '-' or '_' && !OtherFiles.Fit(name));
    }

    public bool Recognises(SourceText source, SourceTree tree) => true;

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        if (source.Text.Length > LargestText)
        {
            yield return SourceItem.Unparsed.TooLong(source, LargestText, "Jenkinsfiles");
            yield break;
        }

        ReadingContext context = new(source, tree);
        new JenkinsWalk(context, GroovyTokens.In(source.Text, cancellationToken), options).Walk(cancellationToken);
        yield return new SourceItem.Document(new JenkinsDocument(source)
        {
            Occurrences = [.. context.Occurrences.OrderBy(found => (found.At.Line, found.At.Column))],
            Builds = [.. context.Builds],
        });
        foreach (var problem in context.Problems) yield return new SourceItem.Unparsed(source.Path, problem.At.Line, problem.Message);
    }
}
