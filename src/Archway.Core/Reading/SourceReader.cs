using Archway.Reading.Lists;
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

    /// <summary>Reads a text as a list of images, one a line, whatever its name: a file that the user says is one, or standard input.</summary>
    public static IEnumerable<SourceItem> ReadList(SourceText source) => [new SourceItem.File(source.Path), new SourceItem.Document(ImageList.Read(source))];

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

        if (formats.FirstOrDefault(format => format.Wants(path) && format.Recognises(source, tree)) is { } known)
            foreach (var item in known.Read(source, tree, cancellationToken)) yield return item;
        else if (tree.OnlyFile is not null)
            yield return OfNoKnownName(source);
    }

    /// <summary>What a file is that the user named although its name says nothing.</summary>
    private static SourceItem OfNoKnownName(SourceText source) => ImageList.IsOne(source)
        ? new SourceItem.Document(ImageList.Read(source))
        : new SourceItem.Unparsed(source.Path, 1,
            "its name is of no kind of file that names images, and it is no list of them: one image a line, nothing else but # comments");
}
