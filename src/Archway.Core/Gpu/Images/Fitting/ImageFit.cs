using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Judging;

namespace Archway.Gpu.Images.Fitting;

/// <summary>Whether an image's GPU half works on a host: the checks of the layer J, each a pure function of the two.</summary>
public static class ImageFit
{
    private static readonly ImmutableArray<Func<GpuImage, GpuHost, GpuImages, IEnumerable<GpuFinding>>> OfEntry =
        [RequirementFit.Judge, CudaFitChecks.Judge, FamilyFit.Judge, DriverPartsFit.Judge];

    /// <summary>What is wrong with the image on the host, worst first; nothing is said where too little is known.</summary>
    public static ImmutableArray<GpuFinding> Judge(GpuImages image, GpuHost host)
    {
        if (host.Architecture is not { } architecture) return [];
        var found = image.On(architecture) is { } entry
            ? OfEntry.SelectMany(check => check(entry, host, image))
            : NoBuild(image, host, architecture);
        return [.. found.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Check.Id, StringComparer.Ordinal)];
    }

    // Where the host's own entry tells of no GPU although another does, it is a build for processors alone, which is no fault of itself.
    private static IEnumerable<GpuFinding> NoBuild(GpuImages image, GpuHost host, string architecture)
    {
        if (!image.IsCertain || image.Has(architecture)) yield break;
        var finding = GpuFinding.Of("GPU-J01", Severity.Blocker,
            $"{image.Image} asks for a GPU and has no linux/{architecture} entry, so that it cannot use one on {host.Name}",
            new Evidence("its index", string.Join(", ", image.Platforms)), MarkOf(image));
        yield return architecture == "arm64" ? finding
            : finding with { Cause = $"The image has no build for {architecture}. Emulation cannot help, since the driver's libraries of this machine are {architecture}." };
    }

    private static Evidence MarkOf(GpuImages image)
    {
        var entry = image.Entries.First(one => one.IsCertain);
        return new($"config of {entry.Platform}", entry.Marks.First(mark => mark.IsCertain).Signal);
    }
}
