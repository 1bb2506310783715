using System.Collections.Immutable;

namespace Archway.Gpu.Images.Requirements;

/// <summary>One alternative of a requirement: factors that all have to hold, written with commas between.</summary>
/// <param name="Factors">The factors; none where nothing but commas was written.</param>
public sealed record RequirementTerm(ImmutableArray<RequirementFactor> Factors)
{
    internal static RequirementTerm Read(string text) =>
        new([.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(RequirementFactor.Read)]);

    /// <summary>The term as written, empty factors left out.</summary>
    public override string ToString() => string.Join(',', Factors.Select(factor => factor.Text));
}
