using System.Collections.Immutable;
using Archway.Placing.Images;
using Archway.Placing.Scheduling;

namespace Archway.Placing.Constraining;

/// <summary>The merge rules: what a pod's images need is ANDed into what its author wrote, and nothing that is written is made wider.</summary>
/// <remarks>Pure, and of the same mind about a pod in a manifest and one that is admitted.</remarks>
public static class Placer
{
    private const string OsLabel = "kubernetes.io/os";
    private const string OldOsLabel = "beta.kubernetes.io/os";
    private static readonly string[] Systems = ["linux", "windows"];

    /// <summary>The operating system that a pod is for: Linux, unless it says otherwise, in a word, by its selector, or in every term of its affinity.</summary>
    public static string OsOf(Pod pod) =>
        pod.Os ?? pod.NodeSelector.GetValueOrDefault(OsLabel) ?? pod.NodeSelector.GetValueOrDefault(OldOsLabel)
        ?? (pod.RequiredTerms is { } terms && !terms.Any(term => Takes(term, "linux")) && terms.Any(term => Takes(term, "windows")) ? "windows" : "linux");

    /// <summary>What is to be added to a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="runs">The architectures that its images run on.</param>
    /// <param name="options">What is added beside.</param>
    public static PodPlacement Place(Pod pod, PodArchitectures runs, PlacingOptions options)
    {
        if (runs.All is not { IsEmpty: false } architectures) return Left(runs.Because ?? "it names no image");
        if (pod.NodeName is { } bound) return Left($"it is bound to the node {bound}, and no scheduler looks at it");
        if (options.LeavesKeptOff && !architectures.Contains("arm64") && options.Tolerated.All(pod.IsKeptOffBy)) return new([], null, []);
        // Of most pods nothing is said.
        var selected = pod.RequiredTerms is null && pod.NodeSelector.Count == 0 ? architectures : Selected(pod, architectures);
        var isSelected = pod.NodeSelector.Keys.Any(ArchitectureLabel.Is);
        if (!selected.Overlaps(architectures)) return Left($"its nodeSelector asks for {string.Join(", ", pod.NodeSelector.Where(one => ArchitectureLabel.Is(one.Key)).Select(one => $"{one.Key}={one.Value}"))}, and its images run on {Words(architectures)} alone");

        List<string> notes = [];
        var changes = ImmutableArray.CreateBuilder<PodChange>();
        ImmutableSortedSet<string> possible;
        var isOneForAll = true;
        if (pod.RequiredTerms is not { } terms)
        {
            possible = selected.Intersect(architectures);
            if (IsNeeded(options, architectures) && (!isSelected || !selected.IsSubsetOf(architectures))) changes.Add(new PodChange.Require(null, [.. architectures]));
        }
        else
        {
            possible = [];
            foreach (var (i, term) in terms.Index())
            {
                // An empty term takes no node; anything in it would make it take some.
                if (term.IsEmpty || !term.IsReadable) continue;
                if (OwnOf(pod, term, runs, architectures) is not { } own)
                    return Left($"term {i + 1} of its affinity takes nodes of Linux and of Windows, and its images run on {Words(runs.On("linux"))} there and on {Words(runs.On("windows"))} here; each system needs a term of its own");
                isOneForAll &= own.SetEquals(architectures);
                var here = isOneForAll ? selected : Selected(pod, own);
                var admitted = here.Where(one => Admits(term, one)).ToImmutableSortedSet(StringComparer.Ordinal);
                possible = possible.Union(admitted.Intersect(own));
                if (!admitted.Overlaps(own)) notes.Add($"term {i + 1} of its affinity takes only nodes that do not run its images, which run on {Words(own)}");
                // A node without the old label meets what that must not be: only what a label has to be keeps a pod off for certain.
                if (!IsNeeded(options, own) || ((isSelected || IsPinned(term)) && here.Where(one => Admits(term, one, isCertain: true)).All(own.Contains))) continue;
                changes.Add(new PodChange.Require(i, [.. own]));
            }

            if (possible.IsEmpty)
                return Left(notes.Count > 0 ? $"its affinity takes no node that runs its images, which run on {Words(architectures)} alone" : "its affinity has only terms that take no node");
        }

        if (options.AsNodeSelector && isOneForAll && architectures is [var only] && !isSelected && changes.Count > 0)
        {
            changes.Clear();
            changes.Add(new PodChange.SelectNode(only));
        }

        if (options.Preferred is { } preferred && possible.Contains(preferred) && possible.Count > 1
            && !pod.Preferences.SelectMany(one => one.Term.Expressions).Any(one => ArchitectureLabel.Is(one.Key)))
            changes.Add(new PodChange.Prefer(preferred, options.Weight));
        if (possible.Contains("arm64")) changes.AddRange(options.Tolerated.Where(pod.IsKeptOffBy).Select(taint => new PodChange.Tolerate(taint)));
        if (isSelected && !selected.Contains("arm64") && architectures.Contains("arm64"))
            notes.Add("it is pinned off arm64, where every image of it runs; archway fix --rule K101 takes the pin off");
        else if (!possible.Contains("arm64") && architectures.Contains("arm64"))
            notes.Add("its affinity keeps it off arm64, where every image of it runs; archway fix --rule K102 takes that off");
        if (pod.NodeSelector.ContainsKey(ArchitectureLabel.OldName) || (pod.RequiredTerms ?? []).SelectMany(term => term.Expressions).Any(one => one.Key == ArchitectureLabel.OldName))
            notes.Add($"it asks by {ArchitectureLabel.OldName}, which is {ArchitectureLabel.Name} since Kubernetes 1.14; archway fix --rule K104 renames it");
        return new(changes.ToImmutable(), null, [.. notes]) { Possible = possible };
    }

    /// <summary>The architectures of the nodes that a pod's own words leave, whatever its images are; null where they leave all.</summary>
    public static ImmutableSortedSet<string>? Asked(Pod pod)
    {
        var selected = Selected(pod, []);
        var asked = pod.RequiredTerms is not { } terms ? selected
            : [.. selected.Where(one => terms.Any(term => !term.IsEmpty && term.IsReadable && Admits(term, one)))];
        return ArchitectureLabel.Known.IsSubsetOf(asked) ? null : asked;
    }

    private static ImmutableSortedSet<string> Selected(Pod pod, ImmutableSortedSet<string> architectures) =>
        ArchitectureLabel.Known.Union(architectures).Union(Mentioned(pod)).Where(one => pod.NodeSelector.All(label => !ArchitectureLabel.Is(label.Key) || label.Value == one)).ToImmutableSortedSet(StringComparer.Ordinal);

    // A node of a cluster whose every architecture runs the images needs no asking.
    private static bool IsNeeded(PlacingOptions options, ImmutableSortedSet<string> architectures) => options.Nodes?.IsSubsetOf(architectures) != true;

    // The architectures that a term is to ask for: those of the operating system that it names, and else those of the pod's; null where it names
    // two whose architectures differ, since one expression cannot tell them apart.
    private static ImmutableSortedSet<string>? OwnOf(Pod pod, NodeTerm term, PodArchitectures runs, ImmutableSortedSet<string> architectures)
    {
        if (pod.Os is not null || pod.NodeSelector.ContainsKey(OsLabel) || pod.NodeSelector.ContainsKey(OldOsLabel)
            || !term.Expressions.Any(one => one.Key is OsLabel or OldOsLabel)) return architectures;
        return Systems.Where(os => Takes(term, os)).Select(runs.On).Where(own => !own.IsEmpty).ToArray() switch
        {
            [] => architectures,
            [var own] => own,
            [var own, var other] when own.SetEquals(other) => own,
            _ => null,
        };
    }

    private static bool Takes(NodeTerm term, string os) =>
        !term.IsEmpty && term.Expressions.All(one => one.Key is not (OsLabel or OldOsLabel) || one.MatchesValue(os));

    private static IEnumerable<string> Mentioned(Pod pod) => pod.NodeSelector.Where(one => ArchitectureLabel.Is(one.Key)).Select(one => one.Value)
        .Concat((pod.RequiredTerms ?? []).SelectMany(term => term.Expressions).Where(one => ArchitectureLabel.Is(one.Key)).SelectMany(one => one.Values));

    private static bool Admits(NodeTerm term, string architecture, bool isCertain = false) =>
        term.Expressions.All(one => !ArchitectureLabel.Is(one.Key) || one.MatchesValue(architecture)
            || (isCertain && one is { Key: ArchitectureLabel.OldName, Operator: LabelOperator.NotIn or LabelOperator.DoesNotExist }));

    // NotIn and Exists let in nodes of architectures that nobody here knows.
    private static bool IsPinned(NodeTerm term) => term.Expressions.Any(one => ArchitectureLabel.Is(one.Key) && one.Operator == LabelOperator.In);

    private static string Words(IEnumerable<string> architectures) => string.Join(", ", architectures);

    private static PodPlacement Left(string problem) => new([], problem, []);
}
