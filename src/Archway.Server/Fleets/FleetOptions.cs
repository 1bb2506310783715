using System.Collections.Frozen;
using System.Net;

namespace Archway.Server.Fleets;

/// <summary>How the fleet is watched and shown.</summary>
internal sealed record FleetOptions
{
    /// <summary>Where it is shown, over plain HTTP.</summary>
    internal required IPEndPoint Listen { get; init; }

    /// <summary>The file that keeps how it went; null for memory alone.</summary>
    internal string? HistoryFile { get; init; }

    /// <summary>The label of pods that says whose they are.</summary>
    internal string OwnerLabel { get; init; } = "team";

    /// <summary>The names that it is asked by, besides addresses and those of the cluster.</summary>
    internal FrozenSet<string> Hosts { get; init; } = FrozenSet<string>.Empty;

    /// <summary>How often it is written down how things stand.</summary>
    internal TimeSpan RecordEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often images are looked through for such as are to be asked for.</summary>
    internal TimeSpan AskEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long what a registry told is taken for true here; the webhook asks sooner.</summary>
    internal TimeSpan KnownFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long it is left at that no registry told.</summary>
    internal TimeSpan UnknownFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the cluster is left alone after it refused; each time twice as long.</summary>
    internal TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest of these pauses.</summary>
    internal TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a page that was made is shown again.</summary>
    internal TimeSpan PageLifetime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many pages of the history's file there may be, of 4096 bytes each.</summary>
    internal int MostHistoryPages { get; init; } = 2048;
}
