using System.Globalization;
using Archway.Gpu.Images.Cuda;

namespace Archway.Gpu.Images.Requirements;

/// <summary>Requirements in words: what a person has to have, rather than the thirty alternatives of which one has to hold.</summary>
public static class RequirementWords
{
    private const int LongestText = 300;

    /// <summary>A requirement in one sentence: <c>CUDA 12.4 or newer (driver 550), or driver 470 or 535 on a tesla or nvidia</c>.</summary>
    public static string Of(GpuRequirement requirement)
    {
        var terms = requirement.Terms.Where(term => !term.Factors.IsEmpty).ToArray();
        if (terms.Length == 0) return "nothing";
        var branches = terms.Select(Branch.Find).OfType<Branch>().ToArray();
        IEnumerable<string> told = terms.Where(term => Branch.Find(term) is null).Select(Term);
        if (branches.Length > 0)
        {
            var brands = branches.Select(one => one.Brand).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
            var numbers = branches.Select(one => one.Number).Distinct().Order().ToArray();
            told = told.Append($"a driver of branch {Listed(numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))} on a GPU of brand {Listed(brands)}");
        }
        return string.Join("; or ", told);
    }

    /// <summary>The same with a mark at each comparison, as far as fits a line: ✓ holds, ✗ does not, ? is not known, ! is no comparison, – is passed over.</summary>
    public static string Marked(JudgedRequirement judged) => Shortened(string.Join(" or ", judged.Terms.Select(term => string.Join(" and ", term.Factors.Select(Marked)))));

    /// <summary>A text cut to what fits a line.</summary>
    internal static string Shortened(string text) => text.Length > LongestText ? text[..LongestText] + "…" : text;

    private static string Marked(JudgedFactor factor) => factor.Factor.Text + factor.Mark switch
    {
        FactorMark.Holds => " ✓",
        FactorMark.Fails => " ✗",
        FactorMark.Unknown => " ?",
        FactorMark.Ignored => " –",
        _ => " !",
    };

    private static string Term(RequirementTerm term) => string.Join(" and ", term.Factors.Select(Factor));

    private static string Factor(RequirementFactor factor)
    {
        var what = factor.Name.ToLowerInvariant() switch
        {
            "cuda" => "CUDA",
            "driver" => "driver",
            "arch" => "compute capability",
            "brand" => "brand",
            _ => factor.Name,
        };
        return factor.Operator switch
        {
            ">=" when what == "CUDA" && DottedVersion.Find(factor.Literal) is { } cuda && CudaTable.Embedded.BranchFor(cuda) is { } branch =>
                string.Create(CultureInfo.InvariantCulture, $"CUDA {factor.Literal} or newer (driver {branch} or newer)"),
            ">=" => $"{what} {factor.Literal} or newer",
            ">" => $"{what} newer than {factor.Literal}",
            "<" => $"{what} older than {factor.Literal}",
            "<=" => $"{what} {factor.Literal} or older",
            "=" => $"{what} {factor.Literal}",
            "!=" => $"{what} other than {factor.Literal}",
            _ => factor.Text,
        };
    }

    private static string Listed(IEnumerable<string> words)
    {
        string[] all = [.. words];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }

    // brand=tesla,driver>=535,driver<536: the form in which NVIDIA's images allow older branches.
    private sealed record Branch(string Brand, int Number)
    {
        internal static Branch? Find(RequirementTerm term) =>
            term.Factors is [{ Name: "brand", Operator: "=" } brand, { Name: "driver", Operator: ">=" } from, { Name: "driver", Operator: "<" } to]
            && Whole(from.Literal) is { } first && Whole(to.Literal) == first + 1
                ? new(brand.Literal, first)
                : null;

        private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
