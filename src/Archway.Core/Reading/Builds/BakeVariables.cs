using System.Collections.Immutable;
using Archway.Reading.Hcl;

namespace Archway.Reading.Builds;

/// <summary>The variables of a bake file and its own attributes, by their bare names.</summary>
internal sealed class BakeVariables : HclScope
{
    private readonly Dictionary<string, HclValue> _values = new(StringComparer.Ordinal);

    internal BakeVariables(SourceText source, HclObject body)
    {
        foreach (var member in body.Members)
            if (member.Labels.IsEmpty && member.Value is not HclObject) _values[member.Name] = new(source, member.Value, this);
        foreach (var (labels, variable) in HclBlocks.Of(body, "variable", 1))
            if (variable["default"] is { } value) _values[labels[0]] = new(source, value, this);
    }

    internal override string Tool => "buildx";

    internal override HclFound Find(string name, ImmutableArray<HclNode> steps, SourceText from) =>
        _values.TryGetValue(name, out var value) ? HclFound.Of(value, 0) : HclFound.Not($"the variable {name} has no default in this file");
}
