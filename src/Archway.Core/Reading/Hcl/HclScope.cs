using System.Collections.Immutable;

namespace Archway.Reading.Hcl;

/// <summary>What names mean at one place: the variables of a job file, of a Terraform module, of a template.</summary>
internal abstract class HclScope
{
    /// <summary>Who works out what the sources do not tell.</summary>
    internal abstract string Tool { get; }

    /// <summary>The value of a name, or of a path that begins with it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="steps">What follows it.</param>
    /// <param name="from">The file that names it.</param>
    internal abstract HclFound Find(string name, ImmutableArray<HclNode> steps, SourceText from);

    /// <summary>The name that a step is, where it is written out.</summary>
    protected static string? NameAt(ImmutableArray<HclNode> steps, int at) => at >= steps.Length ? null : steps[at] switch
    {
        HclText name => name.Value,
        HclTemplate { Parts: [HclText name] } => name.Value,
        HclLiteral number => number.Text,
        _ => null,
    };
}

/// <summary>What a scope knows of a path.</summary>
/// <param name="Value">The value; null when the sources do not tell it.</param>
/// <param name="Steps">How many of the path's steps led to it.</param>
/// <param name="Reason">Why there is no value.</param>
internal sealed record HclFound(HclValue? Value, int Steps, string? Reason)
{
    internal static HclFound Of(HclValue value, int steps) => new(value, steps, null);

    internal static HclFound Not(string reason) => new(null, 0, reason);
}
