using System.Collections.Immutable;

namespace Archway.Gpu.Images.Requirements;

/// <summary>Requirements as <c>nvidia-container-cli</c> evaluates them, which the legacy hook runs: the authority for servers of both architectures.</summary>
/// <remarks>It follows <c>dsl.c</c> and <c>configure.c</c> of libnvidia-container 1.20 down to what it makes of texts that nobody means.</remarks>
public static class LegacyEvaluator
{
    // Where a factor does not hold, its parts and the two blanks between are written into a buffer of this size; what does not fit is an error.
    private const int ErrorBuffer = 128;
    private const string OldDriver = "cuda>=";

    /// <summary>The requirement held against a host, once for each kind of its GPUs; the first kind that is refused counts.</summary>
    public static JudgedRequirement Judge(GpuRequirement requirement, GpuHost host)
    {
        if (host.ComputeCapabilities.IsDefaultOrEmpty) return Judge(requirement, host, null);
        JudgedRequirement? doubtful = null, met = null;
        foreach (var capability in host.ComputeCapabilities)
        {
            var judged = Judge(requirement, host, capability);
            if (judged.Verdict is RequirementVerdict.NotMet or RequirementVerdict.Invalid) return judged;
            if (judged.Verdict == RequirementVerdict.Unknown) doubtful ??= judged;
            else met ??= judged;
        }
        return (doubtful ?? met)!;
    }

    private static JudgedRequirement Judge(GpuRequirement requirement, GpuHost host, DottedVersion? capability)
    {
        ImmutableArray<JudgedTerm> terms = [.. requirement.Terms.Select(term => Judge(term, host, capability))];
        var verdict = Evaluation.VerdictOf(OutcomesOf(terms));
        return new(requirement, verdict, terms, ErrorOf(requirement, verdict));
    }

    // A term of nothing but commas ends the evaluation with what the one before came to, and with a yes where there is none.
    private static Outcomes OutcomesOf(ImmutableArray<JudgedTerm> terms)
    {
        if (terms.IsEmpty) return Outcomes.True;
        var outcomes = terms.Select(term => Evaluation.All(term.Factors.Select(factor => factor.Mark))).ToArray();
        var empty = terms.TakeWhile(term => !term.Factors.IsEmpty).Count();
        return empty == 0 ? Outcomes.True : Evaluation.Any([.. outcomes.Take(empty)]);
    }

    private static JudgedTerm Judge(RequirementTerm term, GpuHost host, DottedVersion? capability)
    {
        ImmutableArray<JudgedFactor> factors = [.. term.Factors.Select(factor => Judge(factor, host, capability))];
        return new(Evaluation.MarkOf(Evaluation.All(factors.Select(factor => factor.Mark))), factors);
    }

    private static JudgedFactor Judge(RequirementFactor factor, GpuHost host, DottedVersion? capability)
    {
        // Signs are compared as far as they go, so that a lone '!' is taken for '!='.
        var sign = factor.Operator == "!" ? "!=" : factor.Operator;
        if (factor.Name.Length == 0 || factor.Literal.Length == 0 || sign is not ("=" or "!=" or "<" or "<=" or ">" or ">="))
            return new(factor, FactorMark.Invalid, null);
        return factor.Name.ToLowerInvariant() switch
        {
            "cuda" => Version(factor, sign, host.Cuda),
            "driver" => Version(factor, sign, host.Driver),
            "arch" => Version(factor, sign, capability),
            "brand" => Brand(factor, sign, host.Brand),
            _ => new(factor, FactorMark.Invalid, null),
        };
    }

    private static JudgedFactor Version(RequirementFactor factor, string sign, DottedVersion? seen)
    {
        // Held against anything, to tell a text that is no version from a host of which nothing is known.
        if (LegacyVersion.Compare(seen?.ToString() ?? "0", factor.Literal) is not { } compared) return new(factor, FactorMark.Invalid, seen?.ToString());
        return seen is null ? new(factor, FactorMark.Unknown, null) : Marked(factor, sign, seen.ToString(), Holds(sign, compared));
    }

    private static JudgedFactor Brand(RequirementFactor factor, string sign, string? seen)
    {
        if (sign is not ("=" or "!=")) return new(factor, FactorMark.Invalid, seen);
        if (seen is null) return new(factor, FactorMark.Unknown, null);
        return Marked(factor, sign, seen, string.Equals(seen, factor.Literal, StringComparison.OrdinalIgnoreCase) == (sign == "="));
    }

    private static JudgedFactor Marked(RequirementFactor factor, string sign, string seen, bool holds) => new(factor,
        holds ? FactorMark.Holds
        : factor.Name.Length + sign.Length + factor.Literal.Length + 2 >= ErrorBuffer ? FactorMark.Invalid
        : FactorMark.Fails, seen);

    internal static bool Holds(string sign, int compared) => sign switch
    {
        "=" => compared == 0,
        "!=" => compared != 0,
        "<" => compared < 0,
        "<=" => compared <= 0,
        ">" => compared > 0,
        _ => compared >= 0,
    };

    // It prints the first alternative alone, whichever others there were.
    private static string? ErrorOf(GpuRequirement requirement, RequirementVerdict verdict)
    {
        if (verdict == RequirementVerdict.Invalid) return "nvidia-container-cli: requirement error: invalid expression";
        if (verdict != RequirementVerdict.NotMet) return null;
        var first = requirement.Text.Split(' ', 2)[0];
        return $"nvidia-container-cli: requirement error: unsatisfied condition: {first}"
            + (first.StartsWith(OldDriver, StringComparison.Ordinal) ? ", please update your driver to a newer version, or use an earlier cuda container" : "");
    }
}
