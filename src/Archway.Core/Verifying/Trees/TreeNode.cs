namespace Archway.Verifying.Trees;

/// <summary>One name in an image's tree. It is a few numbers, since an image may have a million of them.</summary>
internal struct TreeNode
{
    /// <summary>The folder it lies in; the root lies in itself.</summary>
    internal int Parent;

    /// <summary>Where in the record of <see cref="NameLayer"/> its name stands.</summary>
    internal int NameAt;

    /// <summary>Where in the record of <see cref="DataLayer"/> the place stands that a link leads to, or what the file is; 0 for neither.</summary>
    internal int DataAt;

    /// <summary>The next of the nodes with the same hash.</summary>
    internal int Next;

    /// <summary>The layer whose record has the name.</summary>
    internal ushort NameLayer;

    /// <summary>The layer whose record has the content: that of the first name, for another name of a file.</summary>
    internal ushort DataLayer;

    /// <summary>How long the name is.</summary>
    internal ushort NameLength;

    /// <summary>What stands there.</summary>
    internal EntryKind Kind;

    /// <summary>Whether anybody may execute it.</summary>
    internal bool IsExecutable;

    /// <summary>Whether something else stands there now, or nothing.</summary>
    internal bool IsGone;
}
