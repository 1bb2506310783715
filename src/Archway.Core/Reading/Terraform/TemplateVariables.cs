using System.Collections.Immutable;
using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>What the names in a template's file mean: the values that <c>templatefile()</c> is given for them.</summary>
internal sealed class TemplateVariables(HclValue values) : HclScope
{
    internal override string Tool => values.Scope.Tool;

    internal override HclFound Find(string name, ImmutableArray<HclNode> steps, SourceText from)
    {
        var given = HclEvaluation.Follow(values).Value;
        return given?[name] is { } value ? HclFound.Of(value, 0)
            : HclFound.Not(given?.Node is HclObject ? $"the template is given no {name}" : $"{name} has a value only when {Tool} runs");
    }
}
