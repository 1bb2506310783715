using System.Collections.Immutable;
using Archway.Placing.Scheduling;

namespace Archway.Placing.Constraining;

/// <summary>One thing to add to a pod. None takes anything away, or makes an existing constraint wider.</summary>
public abstract record PodChange
{
    private PodChange() { }

    /// <summary>An expression <c>kubernetes.io/arch In […]</c> in a required term.</summary>
    /// <param name="Term">The number of the term; null where there is none yet, and the first is made.</param>
    /// <param name="Architectures">The architectures, in order.</param>
    public sealed record Require(int? Term, ImmutableArray<string> Architectures) : PodChange;

    /// <summary>A label <c>kubernetes.io/arch</c> in the <c>nodeSelector</c>.</summary>
    /// <param name="Architecture">The architecture.</param>
    public sealed record SelectNode(string Architecture) : PodChange;

    /// <summary>A preference for an architecture.</summary>
    /// <param name="Architecture">The architecture.</param>
    /// <param name="Weight">How much, from 1 to 100.</param>
    public sealed record Prefer(string Architecture, int Weight) : PodChange;

    /// <summary>A toleration of exactly one taint.</summary>
    /// <param name="Taint">The taint.</param>
    public sealed record Tolerate(Taint Taint) : PodChange;

    /// <summary>The change in a few words.</summary>
    public sealed override string ToString() => this switch
    {
        Require require => $"requires {ArchitectureLabel.Name} in {string.Join(", ", require.Architectures)}",
        SelectNode select => $"selects {ArchitectureLabel.Name}={select.Architecture}",
        Prefer prefer => $"prefers {ArchitectureLabel.Name}={prefer.Architecture} with {prefer.Weight}",
        Tolerate tolerate => $"tolerates {tolerate.Taint}",
        _ => "",
    };

    /// <summary>The pod with the change made.</summary>
    internal Pod In(Pod pod) => this switch
    {
        Require { Term: null } require => pod with { RequiredTerms = [new([Expression(require.Architectures)], [])] },
        Require { Term: { } term } require when pod.RequiredTerms is { } terms =>
            pod with { RequiredTerms = terms.SetItem(term, new([.. terms[term].Expressions, Expression(require.Architectures)], terms[term].Fields)) },
        SelectNode select => pod with { NodeSelector = new Dictionary<string, string>(pod.NodeSelector, StringComparer.Ordinal) { [ArchitectureLabel.Name] = select.Architecture } },
        Prefer prefer => pod with { Preferences = [.. pod.Preferences, new(prefer.Weight, new([Expression([prefer.Architecture])], []))] },
        Tolerate { Taint: var taint } => pod with { Tolerations = [.. pod.Tolerations, new(taint.Key, "Equal", taint.Value, taint.Effect)] },
        _ => pod,
    };

    private static LabelRequirement Expression(ImmutableArray<string> architectures) => new(ArchitectureLabel.Name, LabelOperator.In, architectures);
}
