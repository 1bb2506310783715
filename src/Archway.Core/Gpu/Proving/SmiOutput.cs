using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Gpu.Images;

namespace Archway.Gpu.Proving;

/// <summary>What <c>nvidia-smi</c> and <c>nvidia-smi -L</c> printed, on a host or in a container.</summary>
/// <param name="Driver">The driver that its banner names.</param>
/// <param name="Cuda">The CUDA that its banner names: on the host what the driver offers, in a container perhaps what a compatibility library does.</param>
/// <param name="Gpus">The UUIDs of the GPUs, and of the parts that they are cut into.</param>
/// <param name="Names">The names of the GPUs.</param>
public sealed partial record SmiOutput(DottedVersion? Driver, DottedVersion? Cuda, ImmutableArray<string> Gpus, ImmutableArray<string> Names)
{
    private const int Most = 1000;

    /// <summary>Reads it; the columns of its table change from branch to branch, the words in its banner do not.</summary>
    public static SmiOutput Of(string text) => new(
        DottedVersion.Find(Banner().Match(text).Groups[1].Value), DottedVersion.Find(Ceiling().Match(text).Groups[1].Value),
        [.. Listed().Matches(text).Take(Most).Select(match => match.Groups[2].Value)],
        [.. Listed().Matches(text).Take(Most).Where(match => match.Groups[1].Success).Select(match => match.Groups[1].Value)]);

    // The words of later tables are announced as KMD Version and UMD Version.
    [GeneratedRegex(@"(?:KMD |Driver )Version\s*:\s*(\d{2,4}(?:\.\d{1,4}){1,2})", RegexOptions.CultureInvariant)]
    private static partial Regex Banner();

    [GeneratedRegex(@"CUDA (?:UMD )?Version\s*:\s*(\d{1,3}\.\d{1,3})", RegexOptions.CultureInvariant)]
    private static partial Regex Ceiling();

    [GeneratedRegex(@"(?m)^(?:GPU \d{1,4}: (.{1,200})|\s+MIG .{1,200}) \(UUID: ([^)\r\n]{1,100})\)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Listed();
}
