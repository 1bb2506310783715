using Archway.Gpu.Images;
using Archway.Gpu.Images.Requirements;

namespace Archway.Fuzz.Readers;

/// <summary>What images ask of hosts, in NVIDIA's grammar: any text is read, and both evaluators come to something.</summary>
internal sealed class RequirementTarget() : Target("requirement")
{
    private static readonly GpuHost Known = new()
    {
        Cuda = DottedVersion.Parse("12.4"),
        Driver = DottedVersion.Parse("550.54.14"),
        Brand = "tesla",
        ComputeCapabilities = [DottedVersion.Parse("9.0"), DottedVersion.Parse("7.5")],
    };

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "cuda", "CUDA", "driver", "arch", "brand", "foo", "tesla", "12.4", "535", "536", "9.0", "0", "00", ".", "..", "v", "-rc.1", "+a", "18446744073709551615",
        "=", "!=", "<", "<=", ">", ">=", "!", "==", " ", ",", "\t", "é", "brand=tesla,driver>=535,driver<536 ",
    ];

    internal override IEnumerable<byte[]> Seeds() => ((string[])
    [
        "cuda>=12.4 brand=tesla,driver>=470,driver<471 brand=unknown,driver>=535,driver<536", "CUDA>=12.3", "cuda>=12.8,arch>=9.0", "brand!=geforce", "driver>=470.82.01", "12.8.1.012",
    ]).Select(Bytes);

    internal override Task ReadAsync(byte[] input)
    {
        var text = Text(input);
        if (DottedVersion.Read(text).Value is { } version) Require(version.ToString() == text && version.Equals(DottedVersion.Parse(text)), "a version reads back the same");
        if (GpuRequirement.Read("NVIDIA_REQUIRE_CUDA", text).Value is not { } requirement) return Task.CompletedTask;
        Require(requirement.Terms.SelectMany(term => term.Factors).All(factor => factor.Name + factor.Operator + factor.Literal == factor.Text), "the parts of a factor are the factor");
        foreach (var host in (GpuHost[])[Known, new()])
        {
            Require(RequirementWords.Marked(LegacyEvaluator.Judge(requirement, host)).Length <= 301, "what is told fits a line");
            Require(CsvEvaluator.Judge(requirement, host).Terms.Length == requirement.Terms.Length, "every term is judged");
        }

        Require(LegacyEvaluator.Judge(requirement, Known).Verdict != RequirementVerdict.Unknown, "what is known of a host leaves nothing unknown");
        Require(RequirementWords.Of(requirement).Length > 0, "there are words for it");
        return Task.CompletedTask;
    }
}
