using Archway.Gpu.Images;
using Archway.Gpu.Images.Requirements;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Gpu.Images;

/// <summary>Laws that hold for every requirement on every host.</summary>
public sealed class RequirementLawTests
{
    private static readonly string[] Pieces =
    [
        "cuda", "CUDA", "driver", "arch", "brand", "foo", "tesla", "12.4", "12", "535", "536.0", "9.0", "0", ".", "..", "v1", "99999999999999999999",
        "=", "!=", "<", "<=", ">", ">=", "!", "==", "=>", " ", " ", ",", ",", "\t", "é", "",
    ];

    private static readonly Gen<string> Text = Gen.Elements(Pieces).ListOf().Select(string.Concat);

    private static readonly Gen<GpuHost> Hosts =
        from cuda in Gen.Elements(null, "11.8", "12.4", "13.0")
        from driver in Gen.Elements(null, "520.61.05", "535.161.08", "580.95.05")
        from brand in Gen.Elements(null, "tesla", "nvidia")
        from arch in Gen.Elements(null, "7.5", "9.0")
        select new GpuHost
        {
            Cuda = DottedVersion.Find(cuda),
            Driver = DottedVersion.Find(driver),
            Brand = brand,
            ComputeCapabilities = arch is null ? [] : [DottedVersion.Parse(arch)],
        };

    private static readonly Arbitrary<(string, GpuHost)> Cases = (from text in Text from host in Hosts select (text, host)).ToArbitrary();

    [Fact]
    public void Any_text_is_judged_by_both_and_comes_back_as_written() => Prop.ForAll(Cases, one =>
    {
        var read = GpuRequirement.Read("NVIDIA_REQUIRE_X", one.Item1).Value!;
        var factors = read.Terms.SelectMany(term => term.Factors);

        return factors.All(factor => factor.Name + factor.Operator + factor.Literal == factor.Text)
            && LegacyEvaluator.Judge(read, one.Item2).Terms.Length == read.Terms.Length
            && CsvEvaluator.Judge(read, one.Item2).Terms.Length == read.Terms.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_refused_on_a_host_that_is_half_known_is_refused_whatever_is_learnt_of_it() => Prop.ForAll(Cases, one =>
    {
        var read = GpuRequirement.Read("NVIDIA_REQUIRE_X", one.Item1).Value!;
        var known = one.Item2 with
        {
            Cuda = one.Item2.Cuda ?? DottedVersion.Parse("12.4"),
            Driver = one.Item2.Driver ?? DottedVersion.Parse("550.54.14"),
            Brand = one.Item2.Brand ?? "tesla",
            ComputeCapabilities = one.Item2.ComputeCapabilities.IsEmpty ? [DottedVersion.Parse("8.0")] : one.Item2.ComputeCapabilities,
        };

        return (LegacyEvaluator.Judge(read, one.Item2).Verdict, LegacyEvaluator.Judge(read, known).Verdict) switch
        {
            (RequirementVerdict.Unknown, _) => true,
            (RequirementVerdict.NotMet, var after) => after is RequirementVerdict.NotMet or RequirementVerdict.Invalid,
            var (before, after) => before == after,
        };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_host_that_is_known_leaves_nothing_unknown() => Prop.ForAll(Cases, one =>
    {
        var known = new GpuHost { Cuda = DottedVersion.Parse("12.4"), Driver = DottedVersion.Parse("550.54.14"), Brand = "tesla", ComputeCapabilities = [DottedVersion.Parse("8.0")] };

        return LegacyEvaluator.Judge(GpuRequirement.Read("NVIDIA_REQUIRE_X", one.Item1).Value!, known).Verdict != RequirementVerdict.Unknown;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Versions_are_ordered_as_their_numbers_are() => Prop.ForAll(
        (from left in Gen.Choose(0, 3).NonEmptyListOf() from right in Gen.Choose(0, 3).NonEmptyListOf() select (left.Take(4).ToArray(), right.Take(4).ToArray())).ToArbitrary(), pair =>
    {
        var (left, right) = (DottedVersion.Of(pair.Item1), DottedVersion.Of(pair.Item2));

        return DottedVersion.Parse(left.ToString()).ToString() == left.ToString()
            && Math.Sign(left.CompareTo(right)) == -Math.Sign(right.CompareTo(left))
            && left.CompareTo(right) == LegacyVersion.Compare(left.ToString(), right.ToString())
            && (!left.Equals(right) || left.GetHashCode() == right.GetHashCode());
    }).QuickCheckThrowOnFailure();
}
