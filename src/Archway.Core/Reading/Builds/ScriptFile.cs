using Archway.Reading.Commands;

namespace Archway.Reading.Builds;

/// <summary>A shell script or Makefile, read for the images it builds and, where that is asked for, for those that its commands run.</summary>
internal sealed class ScriptFile(ReadingOptions options) : IFileFormat
{
    private const int LargestText = 1024 * 1024;
    private static readonly string[] Names = ["makefile", "gnumakefile", "justfile"];
    private static readonly string[] Endings = [".sh", ".bash", ".mk", ".make"];

    public bool Wants(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return Names.Contains(name) || Endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));
    }

    public bool Recognises(SourceText source, SourceTree tree) => true;

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        if (source.Text.Length > LargestText)
        {
            // A script so long carries something else along, which is nobody's trouble unless its commands are asked for.
            if (options.IncludeCommands) yield return SourceItem.Unparsed.TooLong(source, LargestText, "scripts");
            yield break;
        }

        List<ImageBuild> builds = [];
        ScriptVariables variables = new(source.Text);
        var after = 0;
        foreach (var (name, command) in ScriptBuilds.In(source.Text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Commands come in the order of the text, so each name is looked for behind the one before.
            // Quotes within a name, as in name:"$TAG", are not in the word; what stands before its first variable is in the text all the same.
            var written = source.Text.IndexOf(name, after, StringComparison.Ordinal) >= 0 ? name : name.Split('$')[0];
            var at = written.Length == 0 ? -1 : source.Text.IndexOf(written, after, StringComparison.Ordinal);
            if (at < 0) continue;
            after = at;
            var dockerfile = BuildFiles.Find(tree, command.FoldersWithin(source.Folder, ""), command.Context, command.File);
            builds.Add(new(source.Span(at, written.Length), name, dockerfile) { UsualRegistry = variables.RegistryOf(name) });
        }

        ReadingContext context = new(source, tree);
        if (options.IncludeCommands) new CommandReader(context, OccurrenceKind.CommandInScript, new(source.Text)).Read(source.Text, 0, source.Text.Length);
        if (builds.Count > 0 || context.Occurrences.Count > 0)
            yield return new SourceItem.Document(new BuildsDocument(source) { Builds = [.. builds], Occurrences = [.. context.Occurrences] });
    }
}
