using System.Collections.Immutable;
using Archway.Judging;
using Archway.Reading.Tree;

namespace Archway.Configuring.Ignoring;

/// <summary>An entry of <c>.archwayignore.yaml</c>: findings that are to be let be, perhaps until a day.</summary>
/// <param name="Rules">The rules that it speaks of.</param>
/// <param name="Paths">The files, as patterns of <c>.gitignore</c>; empty for all.</param>
/// <param name="Images">The images, as their names in full with stars; empty for all.</param>
/// <param name="Reason">Why.</param>
/// <param name="Expires">The last day on which it holds; null where it has none.</param>
internal sealed record ListedIgnore(
    ImmutableArray<string> Rules, ImmutableArray<Glob> Paths, ImmutableArray<string> Images, string Reason, DateOnly? Expires)
{
    /// <summary>Whether it takes a finding away, were it to hold.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="path">Its file's path relative to the tree.</param>
    internal bool Speaks(Finding finding, string path) => Rules.Contains(finding.Rule)
        && (Paths.IsEmpty || Paths.Any(pattern => pattern.Matches(path)))
        && (Images.IsEmpty || (finding.Image is { } image && Images.Any(pattern => Glob.TextMatches(pattern, image.ToString()) || Glob.TextMatches(pattern, image.Name))));
}
