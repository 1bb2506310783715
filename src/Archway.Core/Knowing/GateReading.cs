using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Archway.Knowing;

/// <summary>What a gate says about one version on one architecture.</summary>
internal readonly partial record struct GateReading(CatalogVerdict Verdict, string Because, bool IsMoving = false, ReleaseVersion? Needed = null)
{
    /// <summary>The first version with arm64 in the release line of the version read; null when none is known, and on another architecture.</summary>
    internal ReleaseVersion? Since { get; init; }

    /// <summary>Reads a tag or a version against a gate.</summary>
    /// <param name="gate">The rule.</param>
    /// <param name="name">What the versions belong to.</param>
    /// <param name="things">What is published: images, binaries.</param>
    /// <param name="text">The tag or version.</param>
    /// <param name="architecture">arm64 or amd64.</param>
    internal static GateReading Of(ReleaseGate gate, string name, string things, string text, string architecture)
    {
        var bare = WithoutArchitecture(WithoutPrefix(WithoutArchitecture(text), gate.Prefixes));
        var version = ReleaseVersion.Find(bare);
        var isNewest = IsNewest(bare) || gate.Moving.Any(pattern => NameGlob.Matches(pattern, text));
        var newest = IsNewest(bare) ? "is taken for its newest release" : "follows its releases";
        var isMoving = isNewest || Branch().IsMatch(text) || (version is { IsShort: true } && gate.Since is not { IsShort: true });
        if (architecture != "arm64") return OfUngated(gate, name, things, text, architecture, version, isNewest) with { IsMoving = isMoving };
        return OnArm() with { IsMoving = isMoving, Since = version is null ? gate.Since : gate.SinceFor(version) };

        GateReading OnArm()
        {
            if (gate.Always is true) return new(CatalogVerdict.Yes, $"every release of {name} has arm64 {things}");
            if (gate.Always is false) return new(CatalogVerdict.No, $"{name} has no arm64 {things}");
            if (isNewest && gate is { Current: false }) return new(CatalogVerdict.No, $"{name} has no arm64 {things} today, and '{text}' {newest}");
            if (isNewest && gate.Until is null && (gate.Current is true || gate.Since is not null))
                return new(CatalogVerdict.Yes, $"{name} has arm64 {things}{SinceWords(gate)}, and '{text}' {newest}");
            if (gate.Published is { } day && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked))
                return OfDay(name, things, day, asked);
            return version is null ? Unversioned(gate, name, things, text) : OfVersion(gate, name, things, text, version);
        }
    }

    /// <summary>Reads a gate for whoever names no version: what is so of the newest release, and since when.</summary>
    internal static GateReading OfNewest(ReleaseGate gate, string name, string things, string architecture)
    {
        if (architecture != "arm64")
            return gate.IsSilent
                ? new(CatalogVerdict.Unknown, $"whether {name} has {architecture} {things} is not known")
                : new(CatalogVerdict.Yes, $"{name} has {architecture} {things}");
        GateReading reading = gate switch
        {
            { Always: true } => new(CatalogVerdict.Yes, $"every release of {name} has arm64 {things}"),
            { Always: false } => new(CatalogVerdict.No, $"{name} has no arm64 {things}"),
            { Current: false } => new(CatalogVerdict.No, $"{name} has no arm64 {things} today", IsMoving: true),
            { Until: { } until } => new(CatalogVerdict.Unknown, $"{name} has arm64 {things} up to {until} only", IsMoving: true),
            { Since: { } since } => new(CatalogVerdict.Yes, $"{name} has arm64 {things} since {since}", IsMoving: true),
            { Current: true } => new(CatalogVerdict.Yes, $"{name} has arm64 {things} today; since when is not known", IsMoving: true),
            { Published: { } day } => new(CatalogVerdict.Unknown, FormattableString.Invariant($"{name} has arm64 {things} published since {day:yyyy-MM-dd}")),
            { NoneBelow: { } none } => new(CatalogVerdict.Unknown, $"no release of {name} before {none} has arm64 {things}; of later ones nothing is known"),
            _ => new(CatalogVerdict.Unknown, $"whether {name} has arm64 {things} is not known"),
        };
        return reading with { Since = gate.Since };
    }

    /// <summary>Whether a tag stands for the newest release.</summary>
    internal static bool IsNewest(string tag) => Newest().IsMatch(tag);

    /// <summary>What follows the first of the prefixes that a text begins with.</summary>
    internal static string WithoutPrefix(string text, ImmutableArray<string> prefixes) =>
        prefixes.FirstOrDefault(prefix => text.StartsWith(prefix, StringComparison.Ordinal)) is { } first ? text[first.Length..] : text;

    // Older lines may have come to it by a release of their own.
    private static string ButWords(ReleaseGate gate) => gate.Backports.IsEmpty ? "" : $", but for {string.Join(", ", gate.Backports)} and what follows in their lines";

    private static GateReading OfVersion(ReleaseGate gate, string name, string things, string text, ReleaseVersion version)
    {
        var kind = TagSuffix.KindOf(version.Suffix, gate.Variants);
        var first = gate.SinceFor(version);
        if (gate.NoneBelow is { } none && version.CompareTo(none) < 0 && (first == gate.Since || version.CompareTo(first!) < 0))
        {
            var below = first == gate.Since ? none : first!;
            // Between the two nothing is known, so a bare "before" would promise what comes after.
            return new(CatalogVerdict.No, first?.ToString() == below.ToString()
                ? $"{name} has no arm64 {things} before {below}"
                : $"no release of {name} before {below} has arm64 {things}{ButWords(gate)}", Needed: first);
        }

        if (gate.Until is { } until && version.CompareTo(until) > 0)
            return new(CatalogVerdict.No, $"{name} has arm64 {things} up to {until} only");
        if (first is not { } since) return Unversioned(gate, name, things, text);
        return version.CompareTo(since) switch
        {
            null => new(CatalogVerdict.Unknown, $"'{text}' is no version like {since}, since which {name} has arm64 {things}"),
            < 0 => new(CatalogVerdict.Unknown, $"{name} is known to have arm64 {things} since {since}; whether '{text}' has is not", Needed: since),
            _ when kind is SuffixKind.Other =>
                new(CatalogVerdict.Unknown, $"{name} has arm64 {things} since {since}; of the variant in '{text}' nothing is known"),
            0 when kind is SuffixKind.PreRelease =>
                new(CatalogVerdict.Unknown, $"{name} has arm64 {things} since {since}; of its pre-release '{text}' nothing is known", Needed: since),
            _ => new(CatalogVerdict.Yes, $"{name} has arm64 {things} since {since}"),
        };
    }

    private static GateReading Unversioned(ReleaseGate gate, string name, string things, string text) => gate switch
    {
        { Published: { } day } when gate.Since is null => new(CatalogVerdict.Unknown, FormattableString.Invariant(
            $"{name} has arm64 {things} published since {day:yyyy-MM-dd}; '{text}' does not tell when it was published")),
        { Since: { } since } => new(CatalogVerdict.Unknown, $"{name} has arm64 {things} since {since}; '{text}' does not tell which version it is"),
        { Current: true } => new(CatalogVerdict.Unknown, $"{name} has arm64 {things} today; whether '{text}' has is not known"),
        _ => new(CatalogVerdict.Unknown, $"whether {name} has arm64 {things} at '{text}' is not known"),
    };

    private static GateReading OfDay(string name, string things, DateOnly day, DateOnly asked) => asked.CompareTo(day) switch
    {
        > 0 => new(CatalogVerdict.Yes, FormattableString.Invariant($"{name} has arm64 {things} published since {day:yyyy-MM-dd}")),
        < 0 => new(CatalogVerdict.No, FormattableString.Invariant($"{name} has no arm64 {things} published before {day:yyyy-MM-dd}")),
        _ => new(CatalogVerdict.Unknown, FormattableString.Invariant($"{name} has arm64 {things} since {day:yyyy-MM-dd}; that very day is not known")),
    };

    // The gates are about arm64: what they speak of was for amd64 all along.
    private static GateReading OfUngated(
        ReleaseGate gate, string name, string things, string text, string architecture, ReleaseVersion? version, bool isNewest)
    {
        var isRelease = version is not null && TagSuffix.KindOf(version.Suffix, gate.Variants) is not SuffixKind.Other;
        return !gate.IsSilent && (isRelease || isNewest || gate.Always is not null)
            ? new(CatalogVerdict.Yes, $"{name} has {architecture} {things}")
            : new(CatalogVerdict.Unknown, $"whether {name} has {architecture} {things} at '{text}' is not known");
    }

    private static string SinceWords(ReleaseGate gate) => gate.Since is null ? " today" : $" since {gate.Since}";

    // arm64v8-1.8.2 is version 1.8.2, and so is init-arm64-1.8.2 where init- is a prefix.
    private static string WithoutArchitecture(string text)
    {
        var mark = text.StartsWith("x86_64", StringComparison.OrdinalIgnoreCase) ? 6 : text.IndexOf('-', StringComparison.Ordinal);
        if (mark <= 0 || mark + 1 >= text.Length) return text;
        // Nothing but the architecture: in arm64_x-latest there stands another word, of which nothing is known.
        var word = text[..mark].Replace("x86_64", "amd64", StringComparison.OrdinalIgnoreCase);
        return NamedArchitecture.Of(word) is null ? text : text[(mark + 1)..];
    }

    [GeneratedRegex(@"\A(?:latest|stable)(?:-(?:alpine|debian|ubuntu|slim|distroless|debug|linux|amd64|arm64))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Newest();

    [GeneratedRegex(
        @"\A(?:latest|stable|edge|main|master|trunk|head|dev|devel|develop|development|nightly|next|canary|snapshot|unstable|current|rolling)(?:[-_.]|\z)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Branch();
}
