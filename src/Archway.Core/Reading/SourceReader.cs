using Archway.Reading.Tree;

namespace Archway.Reading;

/// <summary>Reads a target: every file that may name images, one document at a time.</summary>
public static class SourceReader
{
    /// <summary>Reads a folder, or the one file that the tree is over, in the ordinal order of paths.</summary>
    public static IEnumerable<SourceItem> Read(SourceTree tree, ReadingOptions options, CancellationToken cancellationToken)
    {
        var formats = FileFormats.For(options);
        TreeWalk walk = new(tree, options, path => formats.Any(format => format.Wants(path)));
        return walk.Steps(cancellationToken).SelectMany(step => step switch
        {
            WalkStep.Skipped skipped => [new SourceItem.Skipped(skipped.Path, skipped.Reason)],
            WalkStep.Failed failed => [new SourceItem.Unparsed(failed.Path, 1, failed.Problem)],
            _ => ReadFile(tree, step.Path, formats, cancellationToken),
        });
    }

    private static IEnumerable<SourceItem> ReadFile(SourceTree tree, string path, IReadOnlyList<IFileFormat> formats, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        yield return new SourceItem.File(path);
        var read = tree.ReadText(path);
        if (!read.TryGetValue(out var source))
        {
            yield return new SourceItem.Unparsed(path, 1, read.Problem!);
            yield break;
        }

        var format = formats.FirstOrDefault(format => format.Wants(path) && format.Recognises(source, tree));
        foreach (var item in format?.Read(source, tree, cancellationToken) ?? []) yield return item;
    }
}
