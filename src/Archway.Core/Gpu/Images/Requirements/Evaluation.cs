using System.Collections.Immutable;

namespace Archway.Gpu.Images.Requirements;

/// <summary>How factors make terms and terms make a requirement, from left to right and no farther than needed: an error behind a yes is never met.</summary>
internal static class Evaluation
{
    /// <summary>What one factor may come to.</summary>
    internal static Outcomes Of(FactorMark mark) => mark switch
    {
        FactorMark.Holds or FactorMark.Ignored => Outcomes.True,
        FactorMark.Fails => Outcomes.False,
        FactorMark.Invalid => Outcomes.Error,
        _ => Outcomes.True | Outcomes.False,
    };

    /// <summary>What factors that all have to hold may come to; those behind the first that does not are not looked at.</summary>
    internal static Outcomes All(IEnumerable<FactorMark> marks)
    {
        var result = Outcomes.None;
        foreach (var mark in marks)
        {
            var outcome = Of(mark);
            result |= outcome & ~Outcomes.True;
            if (!outcome.HasFlag(Outcomes.True)) return result;
        }
        return result | Outcomes.True;
    }

    /// <summary>What alternatives may come to, in their order; those behind the first that holds are not looked at.</summary>
    internal static Outcomes Any(ImmutableArray<Outcomes> terms)
    {
        var result = Outcomes.None;
        foreach (var outcome in terms)
        {
            result |= outcome & ~Outcomes.False;
            if (!outcome.HasFlag(Outcomes.False)) return result;
        }
        return result | Outcomes.False;
    }

    /// <summary>The mark of a whole that may come to this.</summary>
    internal static FactorMark MarkOf(Outcomes outcomes) => outcomes switch
    {
        Outcomes.True => FactorMark.Holds,
        Outcomes.False => FactorMark.Fails,
        Outcomes.Error => FactorMark.Invalid,
        _ => FactorMark.Unknown,
    };

    /// <summary>The verdict on a requirement that may come to this; a refusal stands whichever way it is worded.</summary>
    internal static RequirementVerdict VerdictOf(Outcomes outcomes) => outcomes switch
    {
        Outcomes.True => RequirementVerdict.Met,
        Outcomes.Error => RequirementVerdict.Invalid,
        _ when !outcomes.HasFlag(Outcomes.True) => RequirementVerdict.NotMet,
        _ => RequirementVerdict.Unknown,
    };
}
