using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Gpu.Images;
using Archway.Gpu.Images.Cuda;
using Archway.Gpu.Images.Fitting;
using Archway.Judging;
using Archway.Resolving;

namespace Archway.Gpu.Proving;

/// <summary>Which image a proof is made with.</summary>
public static partial class ProofImages
{
    /// <summary>Those that are tried, in order: CUDA's own for each range of drivers, and at last one without CUDA, in which the toolkit puts nvidia-smi all the same.</summary>
    public static ImmutableArray<string> Candidates { get; } = ["docker.io/nvidia/cuda:13.0.2-base-ubuntu24.04", "docker.io/nvidia/cuda:12.6.3-base-ubuntu24.04", "docker.io/library/ubuntu:24.04"];

    /// <summary>What is known of this host that decides on images.</summary>
    /// <param name="said">What its nvidia-smi says.</param>
    /// <param name="architecture">Its architecture in Go's spelling.</param>
    public static GpuHost HostOf(SmiOutput said, string architecture) => new()
    {
        Name = "this host",
        Architecture = architecture,
        Driver = said.Driver,
        Cuda = said.Driver is { } driver ? CudaTable.Embedded.OfferedBy(driver) ?? said.Cuda : said.Cuda,
        // The strictest of all ways: what passes it passes any.
        Path = RequirementPath.LegacyHook,
    };

    /// <summary>Why an image is not the one for a host; null where it is.</summary>
    /// <param name="facts">What its registry says of it.</param>
    /// <param name="host">The host.</param>
    public static string? Objection(ImageFacts facts, GpuHost host)
    {
        if (facts.Answer is ImageAnswer.Absent) return $"{facts.Image}: its registry has no such image{(EndOfLife().IsMatch(facts.Image) ? "; NVIDIA removes images of distributions at their end" : "")}";
        if (facts.Answer is ImageAnswer.None none) return $"{facts.Image}, since its registry could not be asked: {none.Because}";
        if (facts.Platforms.IsEmpty) return $"{facts.Image}: it tells no platform";
        if (!facts.Platforms.Any(entry => entry.IsDeclared && entry.Platform.Os == "linux" && entry.Platform.Architecture == host.Architecture)) return $"{facts.Image}: it has no linux/{host.Architecture} entry";
        return GpuImages.Find(facts) is { } image && ImageFit.Judge(image, host).FirstOrDefault(finding => finding.Severity == Severity.Blocker) is { } finding ? $"{finding.Symptom} ({finding.Check.Id})" : null;
    }

    /// <summary>Whether an engine may have an image all the same, since nobody could be asked for it.</summary>
    public static bool MayBeThere(ImageFacts facts) => facts.Answer is ImageAnswer.None;

    [GeneratedRegex("nvidia/cuda:.*(ubuntu1[468]|centos[678]|ubi7)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex EndOfLife();
}
