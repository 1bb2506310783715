using System.Collections.Immutable;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A taint, or several, that a pod puts up with; what is null matches any.</summary>
internal sealed record Toleration(string? Key, string? Value, string? Effect)
{
    // Nobody writes so many, nor so many taints; each is held against each.
    internal const int Most = 50;

    /// <summary>Those of a pod; null where they cannot be told.</summary>
    internal static ImmutableArray<Toleration>? Of(DataNode pod) => pod["tolerations"] switch
    {
        null or DataScalar { IsNull: true } => [],
        DataSequence { Nodes.Length: <= Most } several when several.Nodes.All(one => one is DataMapping) => [.. several.Nodes.Select(Read)],
        _ => null,
    };

    /// <summary>Whether a pod with it is let onto nodes with a taint.</summary>
    internal bool Covers(NodeTaint taint) =>
        (Key is null || Key == taint.Key) && (Value is null || Value == taint.Value) && (Effect is null || Effect == taint.Effect);

    private static Toleration Read(DataNode written)
    {
        var key = written["key"]?.Text is { Length: > 0 } text ? text : null;
        return new(key, written["operator"]?.Text == "Exists" ? null : written["value"]?.Text ?? "", written["effect"]?.Text is { Length: > 0 } effect ? effect : null);
    }
}
