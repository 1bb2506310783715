using Archway.Judging.Sources.Kubernetes;

namespace Archway.Judging.Sources.Nodes;

/// <summary>A label, taint or tag of a group of nodes, where it is written.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; null where it has none, or none that is written out.</param>
/// <param name="At">Its place, that of its value where it has one.</param>
internal sealed record NodeSetting(string Key, string? Value, WrittenWord At)
{
    /// <summary>A taint's effect as Kubernetes names it; null where it is not written out, and for all others.</summary>
    internal string? Effect { get; init; }

    /// <summary>Whether nothing is written for a value, not even one that something makes.</summary>
    internal bool HasNoValue { get; init; }

    /// <summary>The setting as a person names it.</summary>
    public override string ToString() => Effect is null ? $"{Key}={Value}" : new NodeTaint(Key, Value ?? "", Effect).ToString();
}
