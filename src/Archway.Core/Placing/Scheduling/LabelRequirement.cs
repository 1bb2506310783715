using System.Collections.Immutable;

namespace Archway.Placing.Scheduling;

/// <summary>What one label of a node has to be: <c>kubernetes.io/arch In [amd64, arm64]</c>.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator">How it is held against the values; null for a word that is no operator.</param>
/// <param name="Values">The values.</param>
public sealed record LabelRequirement(string Key, LabelOperator? Operator, ImmutableArray<string> Values)
{
    /// <summary>Whether the scheduler can read it; a term with one that it cannot matches no node.</summary>
    /// <remarks>An API server lets a word pass where a number is wanted, and, in preferences, values that no label can have.</remarks>
    internal bool IsReadable => LabelText.IsName(Key) && Values.All(LabelText.IsValue) && Operator switch
    {
        LabelOperator.In or LabelOperator.NotIn => Values.Length > 0,
        LabelOperator.Exists or LabelOperator.DoesNotExist => Values.Length == 0,
        LabelOperator.Gt or LabelOperator.Lt => Values is [var value] && LabelText.Number(value) is not null,
        _ => false,
    };

    /// <summary>Whether labels meet it.</summary>
    internal bool Matches(IReadOnlyDictionary<string, string> labels) => MatchesValue(labels.GetValueOrDefault(Key));

    /// <summary>Whether a label with this value meets it; null stands for none.</summary>
    internal bool MatchesValue(string? value) => Operator switch
    {
        LabelOperator.In => value is not null && Values.Contains(value),
        LabelOperator.NotIn => value is null || !Values.Contains(value),
        LabelOperator.Exists => value is not null,
        LabelOperator.DoesNotExist => value is null,
        LabelOperator.Gt => value is not null && LabelText.Number(value) > LabelText.Number(Values[0]),
        LabelOperator.Lt => value is not null && LabelText.Number(value) < LabelText.Number(Values[0]),
        _ => false,
    };

    /// <summary>The requirement as a person writes it.</summary>
    public override string ToString() => Values.IsEmpty ? $"{Key} {Operator}" : $"{Key} {Operator} [{string.Join(", ", Values)}]";
}
