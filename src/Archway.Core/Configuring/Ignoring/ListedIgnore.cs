using System.Collections.Immutable;
using Archway.Judging;
using Archway.Reading.Tree;

namespace Archway.Configuring.Ignoring;

/// <summary>An entry of <c>.archwayignore.yaml</c>: findings that are to be let be, perhaps until a day.</summary>
/// <param name="Line">Its line in the list.</param>
/// <param name="Rules">The rules that it speaks of.</param>
/// <param name="Paths">The files below the list's folder; empty for all.</param>
/// <param name="Images">The images; empty for all.</param>
/// <param name="Reason">Why.</param>
/// <param name="Expires">The last day on which it holds; null where it has none.</param>
internal sealed record ListedIgnore(
    int Line, ImmutableArray<string> Rules, ImmutableArray<PathPattern> Paths, ImmutableArray<ImagePattern> Images, string Reason, DateOnly? Expires)
{
    /// <summary>Whether it takes a finding away, were it to hold.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="path">Its file's path relative to the list's folder.</param>
    internal bool Speaks(Finding finding, string path) => Rules.Contains(finding.Rule)
        && (Paths.IsEmpty || Paths.Any(pattern => pattern.Covers(path)))
        && (Images.IsEmpty || (finding.Image is { } image && Images.Any(pattern => pattern.Matches(image))));

    /// <summary>Whether it holds on a day.</summary>
    internal bool HoldsOn(DateOnly day) => Expires is not { } last || last >= day;
}
