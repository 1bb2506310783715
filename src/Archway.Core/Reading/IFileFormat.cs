namespace Archway.Reading;

/// <summary>A kind of file that may name images: a Dockerfile, YAML, a shell script.</summary>
internal interface IFileFormat
{
    /// <summary>Whether a file of this path is worth opening.</summary>
    bool Wants(string path);

    /// <summary>Whether a file whose name says too little may be of this kind; it is read, and told of only when its text shows that it is.</summary>
    bool MayBe(string path) => false;

    /// <summary>Whether the file is of this kind after all, told by its text and by the files around it.</summary>
    bool Recognises(SourceText source, SourceTree tree);

    /// <summary>Reads the documents of the file; what cannot be read is an item too.</summary>
    IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken);
}
