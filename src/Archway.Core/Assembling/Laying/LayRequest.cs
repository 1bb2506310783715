using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Assembling.Laying;

/// <summary>An application that is laid over every platform of a base.</summary>
/// <param name="Base">The multi-arch image it stands on.</param>
/// <param name="Target">Where the result goes.</param>
public sealed record LayRequest(ImageSource Base, ImageSource Target)
{
    /// <summary>What is laid over it.</summary>
    public required ImmutableArray<AddedFolder> Folders { get; init; }

    /// <summary>The platforms to make; none for all that the base has.</summary>
    public ImmutableArray<Platform> Platforms { get; init; } = [];

    /// <summary>The command that always runs; null leaves the base's.</summary>
    public ImmutableArray<string>? Entrypoint { get; init; }

    /// <summary>The command's default arguments; null leaves the base's, unless there is an entrypoint.</summary>
    public ImmutableArray<string>? Command { get; init; }

    /// <summary>The folder that the process starts in; null leaves the base's.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>The user that the process runs as; null leaves the base's.</summary>
    public string? User { get; init; }

    /// <summary>Variables besides the base's.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Labels besides the base's.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Ports that the process listens on, besides the base's: <c>8080/tcp</c>.</summary>
    public ImmutableArray<string> Ports { get; init; } = [];

    /// <summary>The time that everything in it has, so that the same files always give the same bytes.</summary>
    public DateTimeOffset Time { get; init; } = DateTimeOffset.UnixEpoch;
}
