using System.Collections.Immutable;
using Archway.Verifying.Binaries;

namespace Archway.Verifying.Archives;

/// <summary>What an archive holds that is made for some machine: a jar, a wheel, an Android package, and the archives in these.</summary>
/// <remarks>It is itself for any machine; what runs is in it.</remarks>
public sealed record ArchiveContent : FileContent
{
    /// <summary>The programs and libraries in it, in the order of its directory, those of nested archives where these stand.</summary>
    public ImmutableArray<ArchivedFile> Files { get; init; } = [];

    /// <summary>What the wheels in it say that they are built for: <c>cp312-cp312-manylinux_2_17_aarch64</c>.</summary>
    public ImmutableArray<string> WheelTags { get; init; } = [];

    /// <summary>What stands before the archive in the file and is run by itself: a script, a program; null when nothing does.</summary>
    public FileContent? Before { get; init; }

    /// <summary>What of it could not be read, a short sentence each; what is missing and not said is not there.</summary>
    public ImmutableArray<string> Gaps { get; init; } = [];
}
