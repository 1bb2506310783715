using System.Collections.Immutable;

namespace Archway.Placing.Scheduling;

/// <summary>Requirements of which a node has to meet all; of several terms it has to meet one.</summary>
/// <param name="Expressions">What its labels have to be.</param>
/// <param name="Fields">What its name has to be.</param>
public sealed record NodeTerm(ImmutableArray<LabelRequirement> Expressions, ImmutableArray<LabelRequirement> Fields)
{
    private bool? _isReadable;

    /// <summary>Whether it says nothing; such a term matches no node.</summary>
    public bool IsEmpty => Expressions.IsEmpty && Fields.IsEmpty;

    /// <summary>Whether the scheduler can read all of it.</summary>
    internal bool IsReadable => _isReadable ??= Expressions.All(one => one.IsReadable)
        && Fields.All(one => one is { Operator: LabelOperator.In or LabelOperator.NotIn, Values.Length: 1 });

    /// <summary>Whether a node meets it.</summary>
    internal bool Matches(Node node)
    {
        if (IsEmpty || !IsReadable) return false;
        foreach (var one in Expressions)
            if (!node.Meets(one)) return false;
        foreach (var one in Fields)
            if (!one.MatchesValue(one.Key == "metadata.name" ? node.Name : "")) return false;
        return true;
    }
}

/// <summary>Nodes that a pod would rather have.</summary>
/// <param name="Weight">How much, from 1 to 100.</param>
/// <param name="Term">Which.</param>
public sealed record NodePreference(int Weight, NodeTerm Term);
