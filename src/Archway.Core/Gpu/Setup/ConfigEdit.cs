using System.Collections.Immutable;

namespace Archway.Gpu.Setup;

/// <summary>A file of an engine's configuration, as it stands and as it should.</summary>
/// <param name="Path">Its path on the host.</param>
/// <param name="Before">Its text; null where there is no such file.</param>
/// <param name="After">The text that it should have.</param>
public sealed record ConfigEdit(string Path, string? Before, string After)
{
    /// <summary>Whether there is anything to change.</summary>
    public bool IsChange => Before != After;
}

/// <summary>What an engine's configuration needs for GPUs.</summary>
/// <param name="Files">The files that were looked at and are to be as told, changed or not.</param>
/// <param name="Notes">What a person should know besides.</param>
/// <param name="Problem">Why nothing is to be changed by a program, and what to do; null where it can be.</param>
public sealed record ConfigEdits(ImmutableArray<ConfigEdit> Files, ImmutableArray<string> Notes, string? Problem)
{
    internal static ConfigEdits Of(string path, string? before, string after, params ImmutableArray<string> notes) => new([new(path, before, after)], notes, null);

    internal static ConfigEdits Refused(string problem) => new([], [], problem);
}

/// <summary>The files that configurations are read from.</summary>
/// <param name="Read">The text of a file; null where there is none.</param>
/// <param name="List">The files that a pattern with stars in its last part means, in the order of their names.</param>
public sealed record ConfigFiles(Func<string, string?> Read, Func<string, IReadOnlyList<string>> List);
