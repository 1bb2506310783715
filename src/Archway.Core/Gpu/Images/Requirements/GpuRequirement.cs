using System.Collections.Immutable;
using Archway.Oci;

namespace Archway.Gpu.Images.Requirements;

/// <summary>What an image asks of the host that gives it GPUs, as one <c>NVIDIA_REQUIRE_*</c> variable says it: alternatives, of which one has to hold.</summary>
/// <param name="Variable">The variable that says it; <c>CUDA_VERSION</c> where an old image says it by that.</param>
/// <param name="Text">Its value as written.</param>
/// <param name="Terms">The alternatives, which blanks separate; none at all asks for nothing.</param>
public sealed record GpuRequirement(string Variable, string Text, ImmutableArray<RequirementTerm> Terms)
{
    /// <summary>The longest value that is read; the longest of NVIDIA's own images has about four thousand characters.</summary>
    public const int LongestText = 32 * 1024;

    /// <summary>The requirement that a variable's value is; any text is one, though not every one can be met.</summary>
    /// <returns>The requirement, or that the text is too long to be read.</returns>
    public static Parsed<GpuRequirement> Read(string variable, string text) => text.Length > LongestText
        ? Parsed.Problem<GpuRequirement>($"{variable} has {text.Length} characters, and more than {LongestText} are not read")
        : Parsed.Value(new GpuRequirement(variable, text,
            [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(RequirementTerm.Read)]));

    /// <summary>The requirement as it would be written into a Dockerfile.</summary>
    public override string ToString() => $"{Variable}={Text}";
}
