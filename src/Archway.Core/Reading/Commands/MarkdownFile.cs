using Archway.Reading.Builds;

namespace Archway.Reading.Commands;

/// <summary>Markdown, read for the images of the commands in its blocks of shell; prose is not read.</summary>
internal sealed class MarkdownFile : IFileFormat
{
    private const int LargestText = 4 * 1024 * 1024;
    private static readonly string[] Endings = [".md", ".markdown", ".mdx"];

    public bool Wants(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public bool Recognises(SourceText source, SourceTree tree) => true;

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        if (source.Text.Length > LargestText)
        {
            yield return SourceItem.Unparsed.TooLong(source, LargestText, "Markdown files");
            yield break;
        }

        ReadingContext context = new(source, tree);
        var commands = MarkdownCommands.In(source.Text);
        foreach (var (start, end) in commands.Blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A block stands for itself: what one sets, the next does not know.
            ScriptValues values = new(commands.Text[start..end]);
            new CommandReader(context, OccurrenceKind.CommandInMarkdown, values).Read(commands.Text, start, end);
        }

        if (context.Occurrences.Count > 0) yield return new SourceItem.Document(new BuildsDocument(source) { Occurrences = [.. context.Occurrences] });
    }
}
