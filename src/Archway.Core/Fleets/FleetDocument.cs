using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Archway.Judging;

namespace Archway.Fleets;

/// <summary>A fleet as one document: what runs, by which images, how each stands, and how it stood before. The page shows it, and programs read it.</summary>
/// <param name="SchemaVersion">The version of its form.</param>
/// <param name="Tool">What wrote it.</param>
/// <param name="IsLive">Whether it is what runs in a cluster now; else it is what saved scans say.</param>
/// <param name="At">As of when.</param>
/// <param name="Platforms">The platforms that images have to run on, all of them.</param>
/// <param name="Summary">How many workloads stand how.</param>
/// <param name="Sources">Where it was read.</param>
/// <param name="Images">The images, worst first.</param>
/// <param name="Workloads">What runs them.</param>
/// <param name="Trend">How many workloads stood how, earliest first.</param>
/// <param name="Notes">What is not known of it, and why, one sentence each.</param>
public sealed record FleetDocument(
    string SchemaVersion,
    string Tool,
    [property: JsonPropertyName("live")] bool IsLive,
    DateTimeOffset At,
    ImmutableArray<string> Platforms,
    FleetCounts Summary,
    ImmutableArray<FleetSource> Sources,
    ImmutableArray<FleetImage> Images,
    ImmutableArray<FleetWorkload> Workloads,
    ImmutableArray<FleetPoint> Trend,
    ImmutableArray<string> Notes)
{
    /// <summary>The version of the form that this program writes.</summary>
    public const string CurrentVersion = "1";
}

/// <summary>A repository or cluster of a fleet.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="At">As of when.</param>
/// <param name="Scanned">What was looked at, as it was written.</param>
/// <param name="Counts">How many of its workloads stand how.</param>
/// <param name="Scans">How many scans of it there are, this one included.</param>
public sealed record FleetSource(string Name, DateTimeOffset At, string Scanned, FleetCounts Counts, int Scans);

/// <summary>An image of a fleet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Status">What is said of it: the worst, where several sources say something.</param>
/// <param name="Verification">How far its content was read.</param>
/// <param name="Because">Why.</param>
/// <param name="Advice">What to do, one sentence each.</param>
/// <param name="Platforms">The platforms that it has.</param>
/// <param name="Digest">What its name stood for.</param>
/// <param name="Opinions">What else is said of it elsewhere; null where all say the same.</param>
public sealed record FleetImage(
    string Name,
    Standing Standing,
    ImageStatus Status,
    Verification Verification,
    string Because,
    ImmutableArray<string> Advice,
    ImmutableArray<string> Platforms,
    string? Digest = null,
    ImmutableArray<string>? Opinions = null);

/// <summary>What runs images: a workload of a cluster, or a place in a repository.</summary>
/// <param name="Source">Which source it is of.</param>
/// <param name="Kind">What it is: <c>Deployment</c>, <c>dockerfile</c>.</param>
/// <param name="Name">Its name, or its file.</param>
/// <param name="Standing">The worst of its images; unknown where one cannot be told.</param>
/// <param name="Images">Which images.</param>
/// <param name="Namespace">Its namespace; null where it is in none.</param>
/// <param name="Owners">Who owns it; null where nobody says.</param>
/// <param name="Place">Where it is written; null where it is live.</param>
/// <param name="State">How it stands where it does not simply run.</param>
/// <param name="Unresolved">How many of its images cannot be told; null for none.</param>
/// <param name="Pods">How many of its pods run on nodes of each architecture; null where that was not looked at.</param>
public sealed record FleetWorkload(
    int Source,
    string Kind,
    string Name,
    Standing Standing,
    ImmutableArray<int> Images,
    string? Namespace = null,
    ImmutableArray<string>? Owners = null,
    string? Place = null,
    string? State = null,
    int? Unresolved = null,
    IReadOnlyDictionary<string, int>? Pods = null);

/// <summary>How a fleet stood at a time.</summary>
/// <param name="At">When.</param>
/// <param name="Counts">How many of its workloads stood how.</param>
public sealed record FleetPoint(DateTimeOffset At, FleetCounts Counts);
