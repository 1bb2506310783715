using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Verifying.Binaries;

namespace Archway.Verifying;

/// <summary>What an image holds: its files as a container sees them, and what its config starts. No opinion.</summary>
public sealed record ContentFacts
{
    /// <summary>How much was read.</summary>
    public required ReadingExtent Extent { get; init; }

    /// <summary>The layers, lowest first.</summary>
    public required ImmutableArray<ContentLayer> Layers { get; init; }

    /// <summary>How many regular files there are.</summary>
    public required int Files { get; init; }

    /// <summary>The files that are for a machine, or hold such: programs, libraries, archives with them; in no order to rely on.</summary>
    public required ImmutableArray<ContentFile> Binaries { get; init; }

    /// <summary>What the config starts, in the order in which one starts another.</summary>
    public required ImmutableArray<StartedProgram> Programs { get; init; }

    /// <summary>What could not be read, a sentence each; where there is any, the image is not known whole.</summary>
    public ImmutableArray<string> Gaps { get; init; } = [];
}

/// <summary>One layer of an image.</summary>
/// <param name="Digest">Its digest as it is stored.</param>
/// <param name="CreatedBy">The line of the image's history that made it, without the arguments of the build; null when that is not told.</param>
/// <param name="WasRead">Whether it was read, in this run or in one before.</param>
public sealed record ContentLayer(Digest Digest, string? CreatedBy, bool WasRead);

/// <summary>One file of an image.</summary>
/// <param name="Path">Where it lies, from the root: <c>/usr/bin/redis-server</c>.</param>
/// <param name="Layer">The layer that put it there, from 0.</param>
/// <param name="Content">What it is.</param>
/// <param name="IsExecutable">Whether anybody may execute it.</param>
public sealed record ContentFile(string Path, int Layer, FileContent Content, bool IsExecutable);
