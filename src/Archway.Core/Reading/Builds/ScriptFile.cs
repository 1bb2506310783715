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

        ReadingContext context = new(source, tree);
        ScriptVariables variables = new(source.Text);
        ScriptValues values = new(source.Text);
        var after = 0;
        foreach (var command in ScriptBuilds.In(source.Text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var dockerfile = BuildFiles.Find(tree, command.FoldersWithin(source.Folder, ""), command.Context, command.File);
            var inputs = CommandInputs.Of(command, values, source);
            foreach (var name in command.Names.DefaultIfEmpty(null))
            {
                // Commands come in the order of the text, so each name is looked for behind the one before.
                if (Place(source, name ?? command.File ?? "build", after) is not { } at) continue;
                after = at.Start;
                context.Builds.Add(new(source.Span(at.Start, at.Length), name, dockerfile)
                {
                    UsualRegistry = name is null ? null : variables.RegistryOf(name),
                    Inputs = inputs,
                });
            }

            foreach (var image in CommandInputs.Images(command.Contexts))
                if (Place(source, image, 0) is var (start, length))
                    context.Add(ReadingContext.Occurrence(source.Span(start, length), image, values.Fill(image), OccurrenceKind.CommandInScript));
        }

        if (options.IncludeCommands) new CommandReader(context, OccurrenceKind.CommandInScript, values).Read(source.Text, 0, source.Text.Length);
        if (context.Builds.Count > 0 || context.Occurrences.Count > 0)
            yield return new SourceItem.Document(new BuildsDocument(source) { Builds = [.. context.Builds], Occurrences = [.. context.Occurrences] });
    }

    /// <summary>
    /// The place of a word. Quotes within it, as in name:"$TAG", are not in the word; what stands before its first variable is in the text all the same.
    /// </summary>
    private static (int Start, int Length)? Place(SourceText source, string word, int after)
    {
        var written = source.Text.IndexOf(word, after, StringComparison.Ordinal) >= 0 ? word : word.Split('$')[0];
        var at = written.Length == 0 ? -1 : source.Text.IndexOf(written, after, StringComparison.Ordinal);
        return at < 0 ? null : (at, written.Length);
    }
}
