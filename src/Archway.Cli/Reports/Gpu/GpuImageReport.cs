using Archway.Cli.Terminal;
using Archway.Gpu.Images;
using Archway.Gpu.Images.Cuda;
using Archway.Gpu.Images.Fitting;
using Archway.Gpu.Images.Requirements;
using Archway.Judging;
using Spectre.Console;

namespace Archway.Cli.Reports.Gpu;

/// <summary>The GPU half of an image, for a person: what each entry asks of a machine, and what stands in the way.</summary>
internal static class GpuImageReport
{
    internal static void Write(Screen screen, ImageJudgement image)
    {
        if (GpuImages.Find(image.Facts) is not { IsCertain: true } found) return;
        screen.Blank();
        screen.Line(2, new Piece("GPU", Styles.Strong));
        foreach (var entry in found.Entries) Write(screen, found, entry);
        foreach (var finding in GpuOutlook.Of(found, [.. image.Targets.Select(target => target.Platform)]))
            screen.Line(4, new Piece($"{finding.Check.Id}: {finding.Symptom}", Style(finding.Severity)));
    }

    private static void Write(Screen screen, GpuImages image, GpuImage entry)
    {
        screen.Line(4, new Piece(entry.Platform.ToString(), Styles.Strong), "  " + Kind(entry));
        screen.Line(6, entry.Devices is null
            ? "asks for no GPU by itself; whoever starts it has to"
            : $"asks for {(entry.Devices == "all" ? "all GPUs" : $"GPUs {entry.Devices}")}, with {string.Join(", ", entry.Capabilities)}");
        foreach (var required in entry.Requirements.All) screen.Line(6, $"requires {RequirementWords.Of(required)}");
        if (entry is { Toolkit: { } toolkit, Family: not GpuFamily.Tegra } && CudaTable.Embedded.FloorOf(toolkit) is { } floor)
            screen.Line(6, $"CUDA {toolkit} runs on driver {floor} or newer{(CudaTable.Embedded.DriverOf(toolkit) is { } full && full != floor ? $", all of it on {full} or newer" : "")}");
        foreach (var caution in GpuOutlook.CautionsOf(image, entry)) screen.Line(6, new Piece(caution, Style(Severity.Warning)));
        if (!entry.IsCertain) screen.Line(6, new Piece($"nothing but {entry.Marks[0].Signal} tells of GPUs", Styles.Faint));
    }

    private static Style Style(Severity severity) => Styles.Of(severity switch
    {
        Severity.Blocker => ImageStatus.Blocked,
        Severity.Warning => ImageStatus.Suspect,
        _ => ImageStatus.Update,
    });

    private static string Kind(GpuImage entry) => string.Join(", ", new[]
    {
        entry.Family switch
        {
            GpuFamily.Sbsa => "for Arm servers (SBSA)",
            GpuFamily.Tegra => "for Tegra (Jetson)",
            GpuFamily.X86 => "for x86-64",
            GpuFamily.Rocm => "for AMD GPUs (ROCm)",
            _ => null,
        },
        entry.Toolkit is { } toolkit ? $"CUDA {toolkit}" : null,
    }.OfType<string>());
}
