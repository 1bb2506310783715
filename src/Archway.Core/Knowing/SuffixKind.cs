namespace Archway.Knowing;

/// <summary>What the words after a version say about the release.</summary>
internal enum SuffixKind
{
    /// <summary>A build of the release like the others: <c>alpine3.20</c>, <c>debian-12-r3</c>, <c>eksbuild.1</c>.</summary>
    Plain,

    /// <summary>A release before the release: <c>rc1</c>.</summary>
    PreRelease,

    /// <summary>Words nobody has vouched for: a feature, a branch, a commit.</summary>
    Other,
}
