namespace Archway.Reading;

/// <summary>What reading a target meets, one after the other; nothing is kept, so a large target takes no more memory than a small one.</summary>
public abstract record SourceItem
{
    private SourceItem(string path) => Path = path;

    /// <summary>The path of the file or folder, relative to the target.</summary>
    public string Path { get; }

    /// <summary>A file is opened; what stands in it follows.</summary>
    public sealed record File(string Path) : SourceItem(Path);

    /// <summary>A document of that file.</summary>
    /// <param name="Content">What was parsed, and the images in it.</param>
    public sealed record Document(SourceDocument Content) : SourceItem(Content.Source.Path);

    /// <summary>A file, or the rest of one, that cannot be read.</summary>
    /// <param name="Path">The path of the file or folder, relative to the target.</param>
    /// <param name="Line">The line of the trouble, from 1.</param>
    /// <param name="Problem">What is wrong, in one sentence.</param>
    public sealed record Unparsed(string Path, int Line, string Problem) : SourceItem(Path)
    {
        /// <summary>A file that is longer than files of its kind are read.</summary>
        internal static Unparsed TooLong(SourceText source, int longest, string files) =>
            new(source.Path, 1, $"it has {source.Text.Length} characters; {files} of at most {longest} are read");
    }

    /// <summary>A folder or file that is passed by.</summary>
    /// <param name="Path">The path of the file or folder, relative to the target.</param>
    /// <param name="Reason">Why: <c>ignored by git</c>, <c>node_modules</c>, <c>excluded</c>.</param>
    public sealed record Skipped(string Path, string Reason) : SourceItem(Path);
}
