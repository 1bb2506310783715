using System.Collections.Immutable;
using Archway.Gpu.Images;
using Archway.Gpu.Images.Cuda;
using Archway.Gpu.Images.Fitting;
using Archway.Gpu.Images.Requirements;
using Archway.Judging;

namespace Archway.Cli.Reports.Gpu;

/// <summary>The GPU half of an image.</summary>
internal sealed record GpuImageJson(ImmutableArray<GpuEntryJson> Entries, ImmutableArray<GpuCheckJson> Findings)
{
    /// <summary>What an image says of GPUs; null where it is no GPU image.</summary>
    internal static GpuImageJson? Of(ImageJudgement image) => GpuImages.Find(image.Facts) is { IsCertain: true } found
        ? new(
            [.. found.Entries.Select(entry => GpuEntryJson.Of(found, entry))],
            [.. GpuOutlook.Of(found, [.. image.Targets.Select(target => target.Platform)]).Select(finding => new GpuCheckJson(finding.Check.Id, finding.Severity, finding.Symptom, finding.Cause))])
        : null;
}

/// <summary>What one entry asks of a machine.</summary>
internal sealed record GpuEntryJson(
    string Platform, GpuFamily Family, string? Cuda, string? Devices, ImmutableArray<string> Capabilities, ImmutableArray<GpuRequirementJson> Requires,
    GpuDriversJson? Drivers, ImmutableArray<string> Cautions, ImmutableArray<GpuMarkJson> Marks)
{
    internal static GpuEntryJson Of(GpuImages image, GpuImage entry) => new(
        entry.Platform.ToString(), entry.Family, entry.Toolkit?.ToString(), entry.Devices, entry.Capabilities,
        [.. entry.Requirements.All.Select(one => new GpuRequirementJson(one.Variable, one.Text, RequirementWords.Of(one)))],
        entry is { Toolkit: { } toolkit, Family: not GpuFamily.Tegra } && CudaTable.Embedded.FloorOf(toolkit) is { } floor
            ? new(floor.ToString(), CudaTable.Embedded.DriverOf(toolkit)?.ToString())
            : null,
        [.. GpuOutlook.CautionsOf(image, entry)],
        [.. entry.Marks.Select(mark => new GpuMarkJson(mark.Signal, mark.Meaning, mark.IsCertain))]);
}

/// <summary>A requirement, as written and in words.</summary>
internal sealed record GpuRequirementJson(string Variable, string Text, string Words);

/// <summary>The drivers that run its CUDA: the lowest of all, and the lowest that runs all of it.</summary>
internal sealed record GpuDriversJson(string Lowest, string? Full);

/// <summary>What tells of GPUs.</summary>
internal sealed record GpuMarkJson(string Signal, string Meaning, bool Certain);

/// <summary>What stands in the way on every machine of the platform.</summary>
internal sealed record GpuCheckJson(string Check, Severity Severity, string Message, string Cause);
