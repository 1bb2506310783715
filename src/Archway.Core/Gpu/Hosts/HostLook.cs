namespace Archway.Gpu.Hosts;

/// <summary>One of the paths that a snapshot looks at.</summary>
/// <param name="Path">The path; a star stands for any part of one name.</param>
/// <param name="For">What is wanted of it.</param>
/// <param name="Keep">Of a text that is long or tells more: only the lines that hold one of these; null keeps all.</param>
internal sealed record HostLook(string Path, LookFor For, params string[]? Keep)
{
    /// <summary>A word without which the text is nobody's business, and none of it is kept.</summary>
    internal string? Needs { get; init; }
}

/// <summary>What is wanted of a path.</summary>
internal enum LookFor
{
    /// <summary>Whether it is there, and what it is.</summary>
    Status,

    /// <summary>Its text as well.</summary>
    Text,

    /// <summary>For which machine it was built, by the first bytes of a program or library.</summary>
    Machine,
}
