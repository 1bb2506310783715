using Archway.Reading.Dockerfiles;
using Archway.Reading.Lists;
using Archway.Reading.Tree;

namespace Archway.Reading;

/// <summary>Reads a target: every file that may name images, one document at a time.</summary>
public static class SourceReader
{
    // What people write themselves is shorter; files that may be anything are opened only up to this length.
    private const int LargestUnnamed = 64 * 1024;

    /// <summary>Reads a folder, or the one file that the tree is over, in the ordinal order of paths.</summary>
    /// <remarks>Dockerfiles come last, when it is known how they are built.</remarks>
    public static IEnumerable<SourceItem> Read(SourceTree tree, ReadingOptions options, CancellationToken cancellationToken)
    {
        var formats = FileFormats.For(options);
        TreeWalk walk = new(tree, options, path => formats.Any(format => format.Wants(path)), path => formats.Any(format => format.MayBe(path)));
        HashSet<string> read = new(StringComparer.Ordinal);
        DockerfileQueue dockerfiles = new();
        foreach (var item in walk.Steps(cancellationToken).SelectMany(step => ReadStep(tree, step, formats, dockerfiles, cancellationToken)))
        {
            if (item is SourceItem.File) read.Add(item.Path);
            if (item is SourceItem.Document document)
                foreach (var build in document.Content.Builds) dockerfiles.Add(build, tree.Asked);
            yield return item;
        }

        // What a build names is a Dockerfile under any name; one whose name says so was met, or passed by, on the walk.
        bool IsTold(string path) =>
            tree.OnlyFile is null && !read.Contains(path) && !formats.Any(format => format.Wants(path)) && !walk.PassesBy(path);
        foreach (var dockerfile in dockerfiles.Waiting.Where(one => one.IsMet || IsTold(one.Path)))
        {
            tree.Forget();
            tree.RestOn(dockerfile.BuiltBy);
            foreach (var item in ReadDockerfile(tree, dockerfile, options, cancellationToken)) yield return item;
        }
    }

    /// <summary>Reads a file's text by itself, as it is before it is written.</summary>
    internal static IEnumerable<SourceDocument> ReadOne(SourceText source, SourceTree tree, ReadingOptions options, CancellationToken cancellationToken)
    {
        var items = Known(source, tree, FileFormats.For(options))?.Read(source, tree, cancellationToken) ?? new DockerfileFormat(options).Read(source, tree, cancellationToken);
        return items.OfType<SourceItem.Document>().Select(document => document.Content);
    }

    /// <summary>Reads a text as a list of images, one a line, whatever its name: a file that the user says is one, or standard input.</summary>
    public static IEnumerable<SourceItem> ReadList(SourceText source) => [new SourceItem.File(source.Path), new SourceItem.Document(ImageList.Read(source))];

    private static IEnumerable<SourceItem> ReadStep(
        SourceTree tree, WalkStep step, IReadOnlyList<IFileFormat> formats, DockerfileQueue dockerfiles, CancellationToken cancellationToken)
    {
        // The walk itself asks for .gitignore files, on which nothing that is said of a file rests.
        tree.Forget();
        return step switch
        {
            WalkStep.Skipped skipped => [new SourceItem.Skipped(skipped.Path, skipped.Reason)],
            WalkStep.Failed failed => [new SourceItem.Unparsed(failed.Path, 1, failed.Problem)],
            WalkStep.Unnamed => ReadUnnamed(tree, step.Path, formats, dockerfiles, cancellationToken),
            _ => ReadFile(tree, step.Path, formats, dockerfiles, cancellationToken),
        };
    }

    private static IEnumerable<SourceItem> ReadFile(
        SourceTree tree, string path, IReadOnlyList<IFileFormat> formats, DockerfileQueue dockerfiles, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = tree.ReadText(path);
        if (!read.TryGetValue(out var source))
        {
            yield return new SourceItem.File(path);
            yield return new SourceItem.Unparsed(path, 1, read.Problem!);
        }
        else if (Known(source, tree, formats) is { } known)
        {
            foreach (var item in ReadKnown(tree, source, known, dockerfiles, cancellationToken)) yield return item;
        }
        else if (tree.OnlyFile is not null && ImageList.IsOne(source))
        {
            // Its name says nothing, but the user named it.
            foreach (var item in ReadList(source)) yield return item;
        }
        else if (tree.OnlyFile is not null)
        {
            yield return new SourceItem.Unparsed(path, 1, source.Text.Length == 0
                ? "it is empty; what a pipe holds is read as -"
                : "its name is of no kind of file that names images, and it is no list of them: one image a line, nothing else but # comments");
        }
        else
        {
            yield return new SourceItem.File(path);
        }
    }

    /// <summary>Reads a file that is nobody's trouble unless its text shows of what kind it is.</summary>
    private static IEnumerable<SourceItem> ReadUnnamed(
        SourceTree tree, string path, IReadOnlyList<IFileFormat> formats, DockerfileQueue dockerfiles, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return tree.ReadText(path, LargestUnnamed).Value is { } source && Known(source, tree, formats) is { } known
            ? ReadKnown(tree, source, known, dockerfiles, cancellationToken)
            : [];
    }

    private static IEnumerable<SourceItem> ReadKnown(
        SourceTree tree, SourceText source, IFileFormat format, DockerfileQueue dockerfiles, CancellationToken cancellationToken)
    {
        if (format is not DockerfileFormat) return format.Read(source, tree, cancellationToken).Prepend(new SourceItem.File(source.Path));
        dockerfiles.Add(source.Path);
        return [];
    }

    /// <summary>Reads a Dockerfile as it is built; a text that only a build takes for one, and that is none after all, is passed over.</summary>
    private static IEnumerable<SourceItem> ReadDockerfile(
        SourceTree tree, QueuedDockerfile dockerfile, ReadingOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var text = tree.ReadText(dockerfile.Path, dockerfile.IsMet ? SourceTree.LargestFile : LargestUnnamed);
        return text.Value is { } source && (dockerfile.IsMet || DockerfileShape.FitsWhenBuilt(source.Text, cancellationToken))
            ? new DockerfileFormat(options).Read(source, tree, dockerfile.Builds, cancellationToken).Prepend(new SourceItem.File(source.Path))
            : [];
    }

    internal static IFileFormat? Known(SourceText source, SourceTree tree, IReadOnlyList<IFileFormat> formats) =>
        formats.FirstOrDefault(format => format.Wants(source.Path) && format.Recognises(source, tree))
        ?? formats.FirstOrDefault(format => format.MayBe(source.Path) && format.Recognises(source, tree));
}
