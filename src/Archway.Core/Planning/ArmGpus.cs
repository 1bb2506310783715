using Archway.Gpu.Images;
using Archway.Gpu.Images.Cuda;
using Archway.Gpu.Images.Fitting;
using Archway.Judging;
using Archway.Planning.Machines;

namespace Archway.Planning;

/// <summary>The Arm machines with GPUs that a plan may ask for, and which images find a GPU on them.</summary>
internal sealed class ArmGpus
{
    // What says of an image that it finds no GPU there, or is refused, whatever its driver's version.
    private static readonly string[] Hindering = ["GPU-J02", "GPU-J05", "GPU-J06"];
    private readonly GpuHost _machine;

    private ArmGpus(GpuHost machine, string? whyNone) => (_machine, WhyNone) = (machine, whyNone);

    /// <summary>Why there is none to plan with, to stand behind <c>and</c>; null where there is one, or any may be there already.</summary>
    internal string? WhyNone { get; }

    /// <summary>Those of a plan's target: Amazon's g5g, which have T4G; of one's own machines nothing is known.</summary>
    internal static ArmGpus Of(PlanOptions options, MachineTable table)
    {
        GpuHost any = new() { Name = "Arm machines with GPUs", Architecture = "arm64", Machine = GpuMachine.Server };
        if (PlanOptions.CloudOf(options.Target) is not { } cloud) return new(any, null);
        if (!table.All.Any(type => type.Cloud == cloud && type is { Architecture: "arm64", Gpus: > 0 })) return new(any, "the table of machines has no Arm machine with a GPU of that cloud");
        return new(any with { Name = "g5g", ComputeCapabilities = [GpuTable.Embedded.CapabilityOf("T4G")!] }, null);
    }

    /// <summary>Why an image finds no GPU there, to stand behind <c>and</c>; null where it does, or nothing is known that says otherwise.</summary>
    internal string? WhyNot(ImageJudgement judged) => GpuImages.Find(judged.Facts) is { } image
        ? ImageFit.Judge(image, _machine).FirstOrDefault(finding => finding.Severity > Severity.Note && Hindering.Contains(finding.Check.Id))?.Symptom
        : null;
}
