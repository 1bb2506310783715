using System.Globalization;
using Archway.Judging;

namespace Archway.Fleets;

/// <summary>The words that every form of a fleet says the same.</summary>
public static class FleetWords
{
    /// <summary>How things stand, in a word.</summary>
    /// <param name="standing">How they stand.</param>
    public static string Of(Standing standing) => standing switch
    {
        Standing.Blocked => "blocked",
        Standing.Unknown => "unknown",
        Standing.Change => "change",
        Standing.Ready => "ready",
        _ => "verified",
    };

    /// <summary>What is said of an image, in a word: <c>update</c>, <c>ready (verified)</c>.</summary>
    /// <param name="image">The image.</param>
    public static string Of(FleetImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Status.ToString().ToLowerInvariant() + (image.Standing == Standing.Verified ? " (verified)" : "");
    }

    /// <summary>What a standing means.</summary>
    /// <param name="standing">The standing.</param>
    public static string Meaning(Standing standing) => standing switch
    {
        Standing.Blocked => "an image that does not run",
        Standing.Unknown => "an image nobody could tell of",
        Standing.Change => "another tag or a build away",
        Standing.Ready => "every image says it runs",
        _ => "every image was read, and runs",
    };

    /// <summary>What to do about an image of which nothing else advises; null where nothing is to be done.</summary>
    /// <param name="image">The image.</param>
    internal static string? AdviceOn(FleetImage image) => image.Status switch
    {
        ImageStatus.Rebuild => "build it for every platform and join the result: archway build, archway pipeline",
        ImageStatus.Blocked or ImageStatus.Broken => $"look for a tag that runs: archway image {image.Name} --upgrade",
        ImageStatus.Missing => "name an image that its registry has",
        ImageStatus.Suspect => $"see which files are in doubt: archway image {image.Name} --verify",
        _ => null,
    };

    /// <summary>The platforms, as briefly as they can be told.</summary>
    /// <param name="fleet">The fleet.</param>
    public static string Platforms(FleetDocument fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var names = fleet.Platforms.Select(platform => platform.StartsWith("linux/", StringComparison.Ordinal) ? platform["linux/".Length..] : platform).ToArray();
        return names.Length < 2 ? string.Concat(names) : $"all of {string.Join(", ", names)}";
    }

    /// <summary>How it stands in one sentence: <c>61 % of what runs is ready for arm64</c>.</summary>
    /// <param name="fleet">The fleet.</param>
    public static string Headline(FleetDocument fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        if (fleet.Summary.All == 0) return fleet.IsLive ? "Nothing that runs is known yet" : "The scans name nothing that runs";
        // Not knowing is no no.
        if (fleet.Summary.Unknown == fleet.Summary.All) return $"Nobody can tell yet how much of {(fleet.IsLive ? "what runs" : "the fleet")} is ready for {Platforms(fleet)}";
        return string.Create(CultureInfo.InvariantCulture, $"{fleet.Summary.Percent} % of {(fleet.IsLive ? "what runs" : "the fleet")} is ready for {Platforms(fleet)}");
    }

    /// <summary>What the sentence rests on.</summary>
    /// <param name="fleet">The fleet.</param>
    public static string Basis(FleetDocument fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var counts = fleet.Summary;
        if (counts.All == 0) return "";
        List<string> told = [$"{Number(counts.Verified + counts.Ready)} of {Count(counts.All, "workload")}"];
        var bad = fleet.Images.Count(image => image.Standing is Standing.Blocked or Standing.Change);
        if (bad > 0) told.Add($"{Count(bad, "image stands", "images stand")} in the way of {Number(counts.Blocked + counts.Change)}");
        if (counts.Unknown > 0) told.Add($"nobody can tell of {Number(counts.Unknown)}");
        return string.Join("; ", told);
    }

    /// <summary>A number and what is counted.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">One of it.</param>
    /// <param name="many">Many of it.</param>
    public static string Count(int count, string one, string? many = null) => $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A number, as it is read best: <c>12,345</c>.</summary>
    /// <param name="number">The number.</param>
    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time as it is read.</summary>
    /// <param name="at">The time.</param>
    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A day as it is read.</summary>
    /// <param name="at">The time.</param>
    public static string Day(DateTimeOffset at) => at.ToUniversalTime().ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
