namespace Archway.Reading.Tree;

/// <summary>What a walk meets.</summary>
internal abstract record WalkStep(string Path)
{
    /// <summary>A file whose name is wanted.</summary>
    internal sealed record File(string Path) : WalkStep(Path);

    /// <summary>A file whose name says too little to tell whether it is wanted.</summary>
    internal sealed record Unnamed(string Path) : WalkStep(Path);

    /// <summary>A folder, or a wanted file, that is passed by.</summary>
    internal sealed record Skipped(string Path, string Reason) : WalkStep(Path);

    /// <summary>A folder that should have been walked and could not be.</summary>
    internal sealed record Failed(string Path, string Problem) : WalkStep(Path);
}
