using System.Collections.Immutable;

namespace Archway.Gpu.Images.Requirements;

/// <summary>Requirements as the NVIDIA container runtime evaluates them where it mounts what CSV files list, which it does on Tegra.</summary>
/// <remarks>
/// It follows <c>internal/requirements</c> of nvidia-container-toolkit 1.20: names as written, an unknown one passed over, versions those of semantic
/// versioning, and of the host only CUDA and the compute capability of its first GPU; the driver and the brand are held against empty values.
/// </remarks>
public static class CsvEvaluator
{
    private static readonly ImmutableArray<string> Operators = ["!=", "<=", ">=", "=", "<", ">"];

    /// <summary>The requirement held against a host.</summary>
    public static JudgedRequirement Judge(GpuRequirement requirement, GpuHost host)
    {
        ImmutableArray<JudgedTerm> terms = [.. requirement.Terms.Select(term => Judge(term, host))];
        // A text that cannot be read is an error before anything is evaluated, wherever it stands.
        if (terms.SelectMany(term => term.Factors).FirstOrDefault(factor => factor.Mark == FactorMark.Invalid) is { } wrong)
            return new(requirement, RequirementVerdict.Invalid, terms, wrong.Factor.Operator.Length == 0 ? $"invalid constraint: {wrong.Factor.Text}" : null);
        var told = terms.Where(term => term.Mark != FactorMark.Ignored).Select(Known).ToImmutableArray();
        return new(requirement, told.IsEmpty ? RequirementVerdict.Met : Evaluation.VerdictOf(Evaluation.Any(told)), terms, null);
    }

    private static Outcomes Known(JudgedTerm term) =>
        Evaluation.All(term.Factors.Where(factor => factor.Mark != FactorMark.Ignored).Select(factor => factor.Mark));

    private static JudgedTerm Judge(RequirementTerm term, GpuHost host)
    {
        ImmutableArray<JudgedFactor> factors = [.. term.Factors.Select(factor => Judge(factor, host))];
        var known = factors.Where(factor => factor.Mark != FactorMark.Ignored).Select(factor => factor.Mark).ToArray();
        return new(known.Length == 0 ? FactorMark.Ignored : Evaluation.MarkOf(Evaluation.All(known)), factors);
    }

    private static JudgedFactor Judge(RequirementFactor factor, GpuHost host)
    {
        if (string.IsNullOrWhiteSpace(factor.Text)) return new(factor, FactorMark.Ignored, null);
        if (factor.Operator.Length == 0) return new(factor, FactorMark.Invalid, null);
        var rest = factor.Operator + factor.Literal;
        var sign = Operators.FirstOrDefault(known => rest.StartsWith(known, StringComparison.Ordinal)) ?? "";
        var literal = rest[sign.Length..];
        return factor.Name switch
        {
            "cuda" => Version(factor, sign, literal, host.Cuda?.ToString()),
            "arch" => Version(factor, sign, literal, host.ComputeCapabilities.IsDefaultOrEmpty ? null : host.ComputeCapabilities[0].ToString()),
            "driver" => Version(factor, sign, literal, ""),
            // The brand is a text, empty here, and a text may be compared in every way; a sign that is none fails.
            "brand" => new(factor, sign.Length > 0 && LegacyEvaluator.Holds(sign, string.CompareOrdinal("", literal)) ? FactorMark.Holds : FactorMark.Fails, ""),
            _ => new(factor, FactorMark.Ignored, null),
        };
    }

    private static JudgedFactor Version(RequirementFactor factor, string sign, string literal, string? seen)
    {
        if (SemanticVersion.Read(literal) is not { } wanted) return new(factor, FactorMark.Invalid, seen);
        if (seen is null) return new(factor, FactorMark.Unknown, null);
        // What is no version is before all that are.
        var compared = SemanticVersion.Read(seen)?.CompareTo(wanted) ?? -1;
        return new(factor, LegacyEvaluator.Holds(sign, compared) ? FactorMark.Holds : FactorMark.Fails, seen);
    }
}
